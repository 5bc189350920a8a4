import { functionsOf } from './functions.ts'
import { hostHere } from './worker.ts'

// A process that reads a Plex library, to be killed in the middle. It says a line when it is ready.
await hostHere(functionsOf('settings', 'auth', 'library'))
process.stdout.write('ready\n')
