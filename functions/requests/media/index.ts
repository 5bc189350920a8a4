import type { AnyFunction } from '../../../bus/index.ts'
import list from '../list/list.ts'
import request from '../list/request.ts'
import addRule from '../rules/add-rule.ts'
import applyRules from '../rules/apply-rules.ts'
import removeRule from '../rules/remove-rule.ts'
import rules from '../rules/rules.ts'
import tryRule from '../rules/try-rule.ts'
import updateRule from '../rules/update-rule.ts'
import statistics from '../statistics.ts'
import image from './image.ts'
import movie from './movie.ts'
import purgeTitles from './purge-titles.ts'
import search from './search.ts'
import series from './series.ts'

/** What is looked for and shown, and by which rules requests are approved. */
export const mediaFunctions: readonly AnyFunction[] = [
  search,
  movie,
  series,
  image,
  purgeTitles,
  list,
  request,
  statistics,
  rules,
  addRule,
  updateRule,
  removeRule,
  tryRule,
  applyRules,
]
