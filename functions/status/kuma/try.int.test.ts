import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { InputOf } from '../../../contracts/define.ts'
import { type ConnectionTest, ListServices, TestService } from '../../../contracts/services.ts'
import { type KumaRig, startKumaRig } from './kuma-rig.test.ts'

let at: KumaRig
beforeAll(async () => {
  at = await startKumaRig({ key: 'the-key', username: 'ada', password: 'the-password' })
  at.kuma.kuma.pages.set('home', [])
})
beforeEach(() => {
  at.kuma.kuma.logins = []
  at.kuma.kuma.twoFactor = false
})
afterAll(() => at.stop())

const tried = (given: Omit<InputOf<typeof TestService>, 'name'>): Promise<ConnectionTest> =>
  at.rig.client.ask(TestService, { name: 'uptime-kuma', url: at.kuma.url, ...given }, at.rig.who)

const login = { username: 'ada', password: 'the-password' }

test.each([
  [{ apiKey: 'the-key' }, 'Uptime Kuma 2.5.3 answers and takes this API key.'],
  [login, 'Uptime Kuma 2.5.3 answers and takes this user name and this password.'],
  [
    { ...login, apiKey: 'the-key' },
    'Uptime Kuma 2.5.3 answers and takes this API key and this user name and this password.',
  ],
  [{ config: { statusPage: 'home' } }, 'Uptime Kuma answers.'],
])('it takes %j', async (given, message) => {
  expect(await tried(given)).toMatchObject({ ok: true, problem: null, message })
})

test.each([
  [{}, 'credentials-missing', 'Uptime Kuma answers and needs its API key.'],
  [{ username: 'ada' }, 'credentials-missing', 'Uptime Kuma answers and needs its password.'],
  [{ ...login, password: 'wrong' }, 'credentials', 'Uptime Kuma refuses this user name or password.'],
  [{ ...login, apiKey: 'wrong' }, 'credentials', 'Uptime Kuma refuses this API key.'],
  [{ token: 'no-token' }, 'credentials', 'Uptime Kuma refuses this token: it ends when the password changes.'],
  [{ config: { statusPage: 'away' } }, 'not-understood', 'Uptime Kuma has no status page "away".'],
])('of %j it says what is wrong', async (given, problem, message) => {
  expect(await tried(given)).toMatchObject({ ok: false, problem, message: expect.stringContaining(message) })
})

test('a one-time code and too many sign-ins are told for what they are', async () => {
  const { kuma } = at.kuma
  kuma.twoFactor = true
  expect((await tried(login)).message).toContain('wants a one-time code as well: give a token instead.')
  kuma.logins = Array.from({ length: 20 }, () => Date.now())
  expect((await tried(login)).message).toBe('Uptime Kuma takes no more sign-ins for now: try again in a minute.')
})

test('the list says what it needs and what does instead', async () => {
  const { items } = await at.rig.client.ask(ListServices, {}, at.rig.who)
  const kuma = items.find(({ name }) => name === 'uptime-kuma')
  expect(kuma).toMatchObject({ needs: ['apiKey'], accepts: ['token', 'username', 'password'] })
  expect(items.find(({ name }) => name === 'sonarr')).not.toHaveProperty('accepts')
  await at.connect({ config: { statusPage: 'home' } })
  const { items: then } = await at.rig.client.ask(ListServices, {}, at.rig.who)
  expect(then.find(({ name }) => name === 'uptime-kuma')).toMatchObject({
    needs: [],
    accepts: ['apiKey', 'token', 'username', 'password'],
  })
})
