import type { AnyFunction } from '../../../bus/index.ts'
import list from '../list/list.ts'
import request from '../list/request.ts'
import statistics from '../statistics.ts'

/** What is looked for and shown, and by which rules requests are approved. */
export const mediaFunctions: readonly AnyFunction[] = [list, request, statistics]
