import { functionsOf } from './functions.ts'
import { hostHere } from './worker.ts'

// A process that takes requests and hands them to Seerr, to be killed in the middle. It says a line when it is ready.
await hostHere(functionsOf('settings', 'auth', 'requests'))
process.stdout.write('ready\n')
