import type { AnyFunction } from '../../../bus/index.ts'
import page from './page.ts'
import publicService from './public-service.ts'
import publicStatus from './public.ts'
import setPage from './set-page.ts'

export const pageFunctions: AnyFunction[] = [page, setPage, publicStatus, publicService]
