import type { AnyFunction } from '../../bus/index.ts'
import apply from './apply.ts'
import config from './config.ts'
import configureService from './configure-service.ts'
import connection from './connection.ts'
import describe from './describe.ts'
import disconnectService from './disconnect-service.ts'
import exportConfig from './export.ts'
import findServices from './find-services.ts'
import history from './history.ts'
import learnPlex from './learn-plex.ts'
import publishChanged from './publish-changed.ts'
import publishOnStart from './publish-on-start.ts'
import revert from './revert.ts'
import services from './services.ts'
import testService from './test-service.ts'
import update from './update.ts'

export const settingsFunctions: readonly AnyFunction[] = [
  publishOnStart,
  publishChanged,
  config,
  describe,
  update,
  history,
  revert,
  exportConfig,
  apply,
  services,
  configureService,
  disconnectService,
  connection,
  testService,
  findServices,
  learnPlex,
]
