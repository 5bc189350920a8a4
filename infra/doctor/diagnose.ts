import path from 'node:path'
import type { Place } from '../cli/find-portal.ts'
import { PortalApi } from '../cli/portal-api.ts'
import { readPortalFile, type Servers } from '../embedded/data-folder.ts'
import { type Check, warn } from './check.ts'
import { dataFolder } from './data-folder.ts'
import { flushing, nats } from './nats.ts'
import { deadLetters, holder, named, readiness } from './portal.ts'
import { postgres } from './postgres.ts'
import { streams } from './streams.ts'
import { cache, natsServer, nodeVersion, page } from './this-machine.ts'
import { NAMESPACE } from '../namespace.ts'
import { secretOf } from '../secret-files.ts'

/** What is looked at: the portal of a data folder on this machine, or one somewhere else. */
export type Patient = { dataDir: string } | { place: Place }

const ROOT = path.resolve(import.meta.dirname, '../..')

/** The whole checklist. Everything is asked at once, and nothing is waited for longer than a few seconds. */
export async function diagnose(patient: Patient, env: NodeJS.ProcessEnv): Promise<Check[]> {
  const parts =
    'place' in patient
      ? [now(named(patient.place)), ...door(patient.place), servers({}, env, false)]
      : await here(patient.dataDir, env)
  return (await Promise.all([now(nodeVersion()), ...parts])).flat()
}

/** A check that is answered already, among those that are not. */
const now = (check: Check): Promise<Check> => Promise.resolve(check)

type Part = Promise<Check | Check[]>

async function here(dataDir: string, env: NodeJS.ProcessEnv): Promise<Part[]> {
  const machine = [now(cache(env)), natsServer(env), now(page(ROOT))]
  const [held, file] = await Promise.all([holder(dataDir), readPortalFile(dataDir)])
  const running = held.state === 'ok' && file !== undefined
  const place = running && file.url !== '' ? toPlace(file.url, file.operatorToken, dataDir, file.pid) : undefined
  return [
    dataFolder(dataDir),
    now(held),
    ...(place ? door(place) : []),
    servers(running ? file : {}, env, running),
    ...machine,
  ]
}

const toPlace = (url: string, key: string, dataDir: string, pid: number): Place => ({ url, key, by: { dataDir, pid } })

function door(place: Place): Part[] {
  const api = new PortalApi(place)
  return [readiness(api), deadLetters(api)]
}

/**
 * The servers behind the portal: the embedded ones by what the running portal announced, others by this command's own
 * environment. `expected` says that there must be some, so that one whose address is not known is worth a line.
 */
async function servers(announced: Servers, env: NodeJS.ProcessEnv, expected: boolean): Promise<Check[]> {
  const given = (name: string) => env[name]?.trim() || undefined
  const unknown = (name: string, variable: string): Check[] =>
    expected ? [warn(name, `It is not embedded, and ${variable} is not set here: give it as the portal has it.`)] : []
  const databaseUrl = announced.databaseUrl ?? secretOf(env, 'DATABASE_URL')
  const natsUrl = announced.natsUrl ?? secretOf(env, 'NATS_URL')
  const monitorUrl = announced.natsUrl === undefined ? given('NATS_MONITOR_URL') : announced.natsMonitorUrl
  const [database, broker] = await Promise.all([
    databaseUrl === undefined ? unknown('PostgreSQL', 'DATABASE_URL') : postgres(databaseUrl),
    natsUrl === undefined ? unknown('NATS', 'NATS_URL') : brokerChecks(natsUrl, monitorUrl, announced.namespace),
  ])
  return [...database, ...broker]
}

/** A server that does not answer is asked nothing more. */
async function brokerChecks(url: string, monitorUrl: string | undefined, namespace = NAMESPACE): Promise<Check[]> {
  const reached = await nats(url)
  if (reached.state === 'fail') return [reached]
  return [reached, ...(await Promise.all([flushing(monitorUrl), streams(url, namespace)]))]
}
