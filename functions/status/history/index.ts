import type { AnyFunction } from '../../../bus/index.ts'
import boardAt from './board-at.ts'
import boardStory from './board-story.ts'
import countDays from './count-days.ts'
import explain from './explain.ts'
import history from './history.ts'
import noteInfluences from './note-influences.ts'
import rollUp from './roll-up.ts'
import series from './series.ts'
import service from './service.ts'
import transitions from './transitions.ts'

export const historyFunctions: AnyFunction[] = [
  rollUp,
  countDays,
  history,
  service,
  series,
  transitions,
  noteInfluences,
  explain,
  boardAt,
  boardStory,
]
