import type { AnyFunction } from '../../bus/index.ts'
import audit from './audit.ts'
import deadLetters from './dead-letters.ts'
import entries from './entries.ts'
import entry from './entry.ts'
import forgetPerson from './forget-person.ts'
import indexEntries from './index-entries.ts'
import purge from './purge.ts'
import redo from './redo.ts'
import tree from './tree.ts'

export const journalFunctions: readonly AnyFunction[] = [
  indexEntries,
  entries,
  entry,
  tree,
  audit,
  deadLetters,
  redo,
  forgetPerson,
  purge,
]
