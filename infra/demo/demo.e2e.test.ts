import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { freePort, until } from '../test/fresh.ts'
import { stillThere, tree } from '../test/processes.ts'
import { killAll } from '../test/portal-process.ts'
import { Door } from './door.ts'
import { PEOPLE } from './settle.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')

let leftovers: Parameters<typeof killAll>[0] = []
afterEach(() => killAll(leftovers))

/** The demo as somebody starts it at a terminal. */
function startAtTerminal(...args: string[]) {
  const child = spawn(process.execPath, ['infra/launch.mjs', 'infra/demo/main.ts', ...args], { cwd: ROOT })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => void (output += text))
  }
  const ended = new Promise<number | null>((resolve) => void child.once('exit', resolve))
  const found = (pattern: RegExp) => until(() => pattern.exec(output)?.[1], { timeoutMs: 90_000, what: `${pattern}` })
  return { child, ended, found, output: () => output }
}

test('the demo starts by one command, says what it is, can be played, and leaves nothing behind', async () => {
  const demo = startAtTerminal('--port', String(await freePort()))
  const dataDir = await demo.found(/Its data lie in (\S+)/)
  leftovers = tree(demo.child.pid ?? -1)
  expect(demo.output()).toContain('THIS IS A DEMO')
  const url = await demo.found(/MediaNest +(http\S+)/)
  const house = await demo.found(/The demo house +(http\S+)/)

  for (const { username, password } of Object.values(PEOPLE)) {
    expect(demo.output()).toContain(`password: ${password}`)
    const session = await new Door(url).call('POST', '/api/auth/admin', { username, password })
    expect(session).toMatchObject({ user: { username, role: username === 'demo' ? 'admin' : 'user' } })
  }
  const admin = new Door(url)
  await admin.call('POST', '/api/auth/admin', PEOPLE.demo)
  const { items } = (await admin.call('GET', '/api/admin/services')) as {
    items: { name: string; url: string | null }[]
  }
  const connected = items.filter((service) => service.url !== null).map(({ name }) => name)
  expect(connected.toSorted()).toEqual(
    ['plex', 'overseerr', 'sonarr', 'radarr', 'lidarr', 'qbittorrent', 'sabnzbd', 'nzbget', 'uptime-kuma'].toSorted(),
  )

  expect(await (await fetch(house)).text()).toContain('every title, person and service behind it is invented')
  const press = async (name: string, init: RequestInit = {}) => {
    const response = await fetch(`${house}/do/${name}`, { method: 'POST', ...init })
    return [response.status, await response.text()]
  }
  const seerr = items.find(({ name }) => name === 'overseerr')?.url ?? ''
  expect(await press('seerr-down')).toEqual([200, 'Seerr is down.\n'])
  await expect(fetch(`${seerr}/api/v1/status`)).rejects.toThrow('fetch failed')
  expect(await press('seerr-up')).toEqual([200, 'Seerr is up.\n'])
  expect((await fetch(`${seerr}/api/v1/status`)).status).toBe(200)
  expect((await press('seerr-down', { headers: { origin: 'http://elsewhere.test' } }))[0]).toBe(403)
  // Plex tells the portal by the webhook that was installed
  const heard = async () => {
    const { items: entries } = await admin.call('GET', '/api/admin/journal?type=library.playback-changed')
    return (entries as unknown[]).length > 0
  }
  expect((await press('play?choice=700101'))[1]).toContain('ben watches')
  await until(heard, { timeoutMs: 20_000, what: 'the portal heard of what is played' })

  leftovers = tree(demo.child.pid ?? -1)
  demo.child.kill('SIGINT')
  expect(await demo.ended).toBe(0)
  await until(() => stillThere(leftovers).length === 0, { timeoutMs: 10_000, what: 'nothing of it is left' })
  expect(existsSync(dataDir)).toBe(false)
}, 180_000)
