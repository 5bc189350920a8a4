import type { AnyFunction } from '../../bus/index.ts'
import ensureDoors from './ensure-doors.ts'
import install from './install.ts'
import list from './list.ts'
import noteReceived from './note-received.ts'
import openDoor from './open-door.ts'
import rotate from './rotate.ts'

export const webhookFunctions: readonly AnyFunction[] = [ensureDoors, list, rotate, install, openDoor, noteReceived]
