import type { AnyFunction } from '../../bus/index.ts'
import addMonitor from './add-monitor.ts'
import boardOnStart from './board-on-start.ts'
import checkAdded from './check-added.ts'
import checkDue from './check-due.ts'
import checkUpdated from './check-updated.ts'
import clearTile from './clear-tile.ts'
import boardAt from './history/board-at.ts'
import boardStory from './history/board-story.ts'
import explain from './history/explain.ts'
import history from './history/history.ts'
import noteInfluences from './history/note-influences.ts'
import rollUp from './history/roll-up.ts'
import series from './history/series.ts'
import service from './history/service.ts'
import transitions from './history/transitions.ts'
import { maintenanceFunctions } from './maintenance/index.ts'
import monitor from './monitor.ts'
import monitors from './monitors.ts'
import { pageFunctions } from './page/index.ts'
import purgeResults from './purge-results.ts'
import recordChecks from './record-checks.ts'
import removeMonitor from './remove-monitor.ts'
import tryMonitor from './try-monitor.ts'
import unwatchService from './unwatch-service.ts'
import updateMonitor from './update-monitor.ts'
import watchService from './watch-service.ts'

export const statusFunctions: AnyFunction[] = [
  addMonitor,
  updateMonitor,
  removeMonitor,
  monitors,
  monitor,
  tryMonitor,
  checkAdded,
  checkUpdated,
  checkDue,
  recordChecks,
  clearTile,
  boardOnStart,
  purgeResults,
  rollUp,
  history,
  service,
  series,
  transitions,
  noteInfluences,
  explain,
  boardAt,
  boardStory,
  watchService,
  unwatchService,
  ...maintenanceFunctions,
  ...pageFunctions,
]
