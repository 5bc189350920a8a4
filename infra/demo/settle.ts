import { setTimeout as wait } from 'node:timers/promises'
import { Door, NotSo } from './door.ts'
import type { DemoHouse } from './world.ts'

/** Somebody who can sign in to the demo. */
export interface DemoPerson {
  username: string
  password: string
  /** What they are, in words. */
  about: string
}

/** None of them is a secret: they are printed, and lead to invented titles. */
export const PEOPLE = {
  demo: { username: 'demo', password: 'look around here', about: 'admin; owns the Plex server (there: anna)' },
  ben: { username: 'ben', password: 'ask for something', about: 'member; has a share of the Plex server' },
} satisfies Record<string, DemoPerson>

export const ONE_TIME = 'one time only'

/** What an admin of a new portal does in its first quarter of an hour, by the same addresses as the page. */
export async function settle(portalUrl: string, house: DemoHouse, say: (line: string) => void): Promise<void> {
  const { demo, ben } = PEOPLE
  const admin = await enter(portalUrl, demo, ONE_TIME)
  say('Signed in and chose a password')
  await linkPlex(admin, house, 'anna')
  await admin.call('POST', '/api/admin/plex/servers', {
    machineIdentifier: house.plexServer.machineIdentifier,
    url: house.plexServer.url,
  })
  for (const { name, ...connection } of house.connections) {
    await admin.call('PUT', `/api/admin/services/${name}`, connection)
  }
  say(`Connected Plex, ${house.connections.map(({ title }) => title).join(', ')}`)
  await installWebhooks(admin, house)
  say('Installed the webhooks of Seerr and Plex')
  const member = await enter(portalUrl, ben, await addedPerson(admin, ben.username))
  await linkPlex(member, house, 'ben')
  say('Gave ben an account, linked to Plex')
}

/** By the password that was chosen before, in a folder that was kept; by the one-time password otherwise. */
async function enter(
  portalUrl: string,
  { username, password }: DemoPerson,
  oneTime: string | undefined,
): Promise<Door> {
  const door = new Door(portalUrl)
  const before = await door.call('POST', '/api/auth/admin', { username, password }).catch(refused)
  if (before) return door
  if (oneTime === undefined) throw new Error(`${username} has another password: start with another folder.`)
  await door.call('POST', '/api/auth/admin', { username, password: oneTime })
  await door.call('POST', '/api/auth/password', { currentPassword: oneTime, newPassword: password })
  return door
}

/** The one-time password; undefined for somebody who is there already. */
async function addedPerson(admin: Door, username: string): Promise<string | undefined> {
  const added = await admin.call('POST', '/api/admin/users', { username, role: 'user' }).catch(refused)
  return added && String(added['oneTimePassword'])
}

/** What the portal refuses is no answer; everything else is a fault. */
function refused(error: unknown): undefined {
  if (!(error instanceof NotSo) || error.code === 'NO_ANSWER') throw error
}

async function linkPlex(door: Door, { plexTv }: DemoHouse, person: string): Promise<void> {
  const { id, code } = await door.call('POST', '/api/auth/plex', { door: 'code', purpose: 'link' })
  plexTv.claim(String(code), person)
  for (let tries = 0; tries < 20; tries += 1) {
    const { status, message } = await door.call('GET', `/api/auth/plex/${String(id)}?wait=5`)
    if (status === 'linked') return
    if (status !== 'pending') throw new Error(`Plex was not linked for ${person}: ${String(message ?? status)}`)
    await wait(100)
  }
  throw new Error(`Plex was not linked for ${person} in time.`)
}

/** Seerr's by the button; Plex takes it from the page of the account that owns the server. */
async function installWebhooks(admin: Door, { plexTv }: DemoHouse): Promise<void> {
  await admin.call('POST', '/api/admin/webhooks/overseerr/install', {})
  const { items } = (await admin.call('GET', '/api/admin/webhooks')) as { items: { source: string; url: string }[] }
  const address = items.find(({ source }) => source === 'plex')?.url ?? ''
  const headers = { 'x-plex-token': plexTv.person('anna').token, 'x-plex-client-identifier': 'the-demo' }
  const body = new URLSearchParams({ 'urls[]': address })
  const answer = await fetch(`${plexTv.url}/api/v2/user/webhooks`, { method: 'POST', headers, body })
  if (!answer.ok) throw new Error(`plex.tv did not take the webhook: ${answer.status}`)
}
