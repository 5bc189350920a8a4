import { plainRoutes } from '../../contracts/http.ts'
import type { PlainRoute } from '../../contracts/route.ts'

/** A plain address as the table has it. */
export const plain = (path: string): PlainRoute => plainRoutes.find((route) => route.path === path)!
