import { parseArgs } from 'node:util'
import { untilAskedToEnd } from '../signals.ts'
import { type Demo, startDemo } from './demo.ts'

// npm run demo: the ordinary product in a house that is played, to try it without a media server.
const HELP = `npm run demo -- [options]

  --port N           the portal's port (3000, or a free one where that is taken)
  --host ADDRESS     where it listens (127.0.0.1; 0.0.0.0 lets a phone in the same network try it)
  --control-port N   the port of the demo house's own page (a free one)
  --keep DIR         keeps the portal's data in DIR; without it they are removed at the end
  --help

Ends with Ctrl-C.
`

function portOf(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const port = Number(text)
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port
  process.stderr.write(`--${name} needs the number of a port.\n`)
  return process.exit(2)
}

function announcement({ url, controlUrl, people, dataDir }: Demo, kept: boolean): string {
  const width = Math.max(...people.map(({ username }) => username.length))
  return [
    '',
    '  THIS IS A DEMO. Every title, person and service in it is invented.',
    '',
    `  MediaNest        ${url}`,
    `  The demo house   ${controlUrl}   (take things down, stall them, play something)`,
    '',
    ...people.map(
      ({ username, password, about }) => `  ${username.padEnd(width)}   password: ${password}   (${about})`,
    ),
    '',
    `  Its data lie in ${dataDir}${kept ? '' : ' and are removed at the end'}. Ctrl-C ends it.`,
    '',
    '',
  ].join('\n')
}

const options = {
  port: { type: 'string' },
  host: { type: 'string' },
  'control-port': { type: 'string' },
  keep: { type: 'string' },
  help: { type: 'boolean' },
} as const
const { values } = parseArgs({ options })
if (values.help) {
  process.stdout.write(HELP)
  process.exit(0)
}
const [port, controlPort] = [portOf('port', values.port), portOf('control-port', values['control-port'])]
const asked = untilAskedToEnd()
const starting = startDemo({
  ...(port === undefined ? {} : { port }),
  ...(controlPort === undefined ? {} : { controlPort }),
  ...(values.host === undefined ? {} : { host: values.host }),
  ...(values.keep === undefined ? {} : { keep: values.keep }),
  say: (line) => void process.stdout.write(`  ${line}.\n`),
})
try {
  const demo = await starting
  process.stdout.write(announcement(demo, values.keep !== undefined))
  const ending = await Promise.race([asked, demo.portalEnded.then(() => 'portal' as const)])
  await demo.stop()
  if (ending === 'portal') process.stderr.write('The portal ended by itself.\n')
  process.exit(ending === 'portal' ? 1 : 0)
} catch (error) {
  process.stderr.write(`The demo did not start: ${(error as Error).message}\n`)
  process.exit(1)
}
