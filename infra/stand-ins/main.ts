import { parseArgs } from 'node:util'
import { untilAskedToEnd } from '../signals.ts'
import { RECEIVER_KINDS, startReceiver } from './channels.ts'
import { startMailServer } from './mail-server.ts'
import { startPlexServer } from './plex-server.ts'
import type { PersonInput } from './plex-tv.ts'
import { startPlexTv } from './plex-tv.ts'
import { SERVICE_NAMES, type ServiceName, type ServiceStandIn, startKuma, startService, usualPort } from './services.ts'

// npm run stand-ins: every outside system on this machine, to try the product by hand without an account anywhere.
const HELP = `npm run stand-ins -- [options]

  --port N         plex.tv on N, the media server on N + 1 and the services above it (free ports by default)
  --usual-ports    every service on the port that it has out of the box, where that is free
  --help

Ends with Ctrl-C.
`
const MACHINE = '0f9d3c5ad1b24e6fa0c1d2e3f4a5b6c7d8e9f001'
const PEOPLE: PersonInput[] = [
  { id: 1001, username: 'anna', email: 'anna@example.test', owns: [MACHINE], plexPass: true },
  { id: 1002, username: 'ben', email: 'ben@example.test', shared: [MACHINE] },
  { id: 1003, username: '', title: 'Clara (child)', shared: [MACHINE] },
  {
    id: 1004,
    username: 'stranger',
    email: 'stranger@example.test',
    owns: ['ffff3c5ad1b24e6fa0c1d2e3f4a5b6c7d8e9f002'],
  },
]

const { values } = parseArgs({
  options: { port: { type: 'string' }, 'usual-ports': { type: 'boolean' }, help: { type: 'boolean' } },
})
if (values.help) {
  process.stdout.write(HELP)
  process.exit(0)
}
const first = values.port === undefined ? undefined : Number(values.port)
if (first !== undefined && !(Number.isInteger(first) && first > 0 && first + SERVICE_NAMES.length + 1 < 65_536)) {
  process.stderr.write('--port needs the number of a port, with room for the others above it.\n')
  process.exit(2)
}
const portOf = (offset: number) => (first === undefined ? undefined : first + offset)

/** On the usual port when that was asked for and is free, on its own otherwise. */
async function placed<T>(usual: number, offset: number, start: (port?: number) => Promise<T>): Promise<T> {
  const own = () => start(portOf(offset))
  return values['usual-ports'] ? await start(usual).catch(own) : await own()
}

const plexTv = await startPlexTv({ port: portOf(0) })
const [owner] = PEOPLE.map((person) => plexTv.addPerson(person))
const plexServer = await placed(32_400, 1, (port) => startPlexServer({ port, machineIdentifier: MACHINE, plexTv }))
plexTv.addServer({ machineIdentifier: MACHINE, url: plexServer.url, name: 'Living room' })
const services: ServiceStandIn[] = []
const BEAT_MS = 20_000

async function started(name: ServiceName, port: number | undefined): Promise<ServiceStandIn> {
  if (name !== 'uptime-kuma') return await startService(name, { port })
  const { kuma, ...service } = await startKuma({ port })
  kuma.keepBeating(BEAT_MS)
  return service
}

/** What a product takes, in words. */
function secretOf({ name, credential, key, username, password }: ServiceStandIn): string {
  const login = `user ${username}, password ${password}`
  if (name === 'uptime-kuma') return `key ${key}, or ${login}`
  return credential === 'key' ? `key ${key}` : login
}
for (const [index, name] of SERVICE_NAMES.entries()) {
  services.push(await placed(usualPort(name), 2 + index, (port) => started(name, port)))
}

const receivers = await Promise.all(RECEIVER_KINDS.map((kind) => startReceiver(kind)))
const mailServer = await startMailServer()

const row = (...[name = '', url = '', secret = '']: string[]) => `  ${name.padEnd(14)}${url.padEnd(28)}${secret}\n`
process.stdout.write(
  [
    `\nplex.tv is at ${plexTv.url} (start the portal with PLEX_TV_URL=${plexTv.url}); its link page is ${plexTv.url}/link\n`,
    `\nPeople, to choose among on its pages:\n`,
    row('anna', 'owns the server', `token ${owner?.token}`),
    row('ben', 'has a share'),
    row('Clara (child)', 'managed user with a share'),
    row('stranger', 'has another server'),
    `\nServices:\n`,
    row('Plex', plexServer.url, `token ${owner?.token}`),
    ...services.map((service) => row(service.title, service.url, secretOf(service))),
    `\nReceivers of alerts, with what their channel is told:\n`,
    ...receivers.map(({ kind, config }) => row(kind, JSON.stringify(config))),
    row('email', JSON.stringify({ host: '127.0.0.1', port: mailServer.port, security: 'none' })),
    '\n',
  ].join(''),
)

await untilAskedToEnd()
await Promise.all([plexTv, plexServer, mailServer, ...receivers, ...services].map((standIn) => standIn.stop()))
process.exit(0)
