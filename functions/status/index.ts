import type { AnyFunction } from '../../bus/index.ts'
import addMonitor from './add-monitor.ts'
import boardOnStart from './board-on-start.ts'
import checkAdded from './check-added.ts'
import checkDependants from './check-dependants.ts'
import checkDue from './check-due.ts'
import checkUpdated from './check-updated.ts'
import clearTile from './clear-tile.ts'
import { historyFunctions } from './history/index.ts'
import { maintenanceFunctions } from './maintenance/index.ts'
import { kumaFunctions } from './kuma/index.ts'
import monitor from './monitor.ts'
import monitors from './monitors.ts'
import { pageFunctions } from './page/index.ts'
import purgeResults from './purge-results.ts'
import push from './push.ts'
import recordChecks from './record-checks.ts'
import removeMonitor from './remove-monitor.ts'
import tiles from './tiles.ts'
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
  push,
  tiles,
  checkAdded,
  checkUpdated,
  checkDue,
  checkDependants,
  recordChecks,
  clearTile,
  boardOnStart,
  purgeResults,
  watchService,
  unwatchService,
  ...historyFunctions,
  ...maintenanceFunctions,
  ...pageFunctions,
  ...kumaFunctions,
]
