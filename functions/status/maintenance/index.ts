import type { AnyFunction } from '../../../bus/index.ts'
import cancelMaintenance from './cancel-maintenance.ts'
import changeMaintenance from './change-maintenance.ts'
import maintenance from './maintenance.ts'
import planMaintenance from './plan-maintenance.ts'
import runMaintenance from './run-maintenance.ts'

export const maintenanceFunctions: AnyFunction[] = [
  maintenance,
  planMaintenance,
  changeMaintenance,
  cancelMaintenance,
  runMaintenance,
]
