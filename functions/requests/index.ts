import type { AnyFunction } from '../../bus/index.ts'
import forgetPerson from './forget-person.ts'
import installWebhook from './install-webhook.ts'
import readOverseerr from './on-overseerr.ts'
import purge from './purge.ts'

export const requestFunctions: readonly AnyFunction[] = [readOverseerr, installWebhook, forgetPerson, purge]
