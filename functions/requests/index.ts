import type { AnyFunction } from '../../bus/index.ts'
import { followFunctions } from './follow/index.ts'
import forgetPerson from './forget-person.ts'
import installWebhook from './install-webhook.ts'
import { mediaFunctions } from './media/index.ts'
import readOverseerr from './on-overseerr.ts'
import { musicFunctions } from './music/index.ts'
import { outgoingFunctions } from './outgoing/index.ts'
import purge from './purge.ts'
import { truthFunctions } from './truth/index.ts'

export const requestFunctions: readonly AnyFunction[] = [
  readOverseerr,
  installWebhook,
  forgetPerson,
  purge,
  ...outgoingFunctions,
  ...mediaFunctions,
  ...musicFunctions,
  ...truthFunctions,
  ...followFunctions,
]
