import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CurrentSettings } from '../../contracts/settings.ts'
import { Settings } from '../../contracts/settings-schema.ts'
import { connectNats } from '../../bus/nats/connect.ts'
import { stateStore } from '../../bus/nats/state.ts'
import { natsUrl, until } from '../../infra/test/fresh.ts'
import { quiet } from '../../infra/test/quiet.ts'
import { startTestPortal, type TestPortal } from '../../infra/test/test-portal.ts'
import { mintCookie } from './guard.test.rig.ts'

const WRITES = 10

describe('limits', () => {
  let portal: TestPortal
  let second: TestPortal
  beforeAll(async () => {
    portal = await startTestPortal()
    second = await startTestPortal(portal, { ROLES: 'edge' })
    const link = await connectNats(natsUrl(), portal.namespace, quiet)
    const values = Settings.parse({ limits: { writesPerMinute: WRITES, readsPerMinute: 100 } })
    await stateStore(link, CurrentSettings).put('current', { version: 1_000_000, values })
    await link.nc.close()
    const cookie = await mintCookie(portal)
    for (const { url } of [portal, second])
      await until(async () => (await read(url, cookie)).headers.get('ratelimit-limit') === '100')
  })
  afterAll(async () => {
    await second.stop()
    await portal.stop()
  })

  const read = (url: string, cookie: string) => fetch(`${url}/api/dashboard/status`, { headers: { cookie } })
  // wrong on purpose: what is counted is the asking
  const write = (url: string, cookie: string) =>
    fetch(`${url}/api/auth/devices/none`, { method: 'DELETE', headers: { cookie } })

  it('are counted by person across edge processes, apart for reading and changing', async () => {
    const [mine, theirs] = [await mintCookie(portal), await mintCookie(portal)]
    for (let i = 0; i < WRITES; i++) {
      const at = i % 2 === 0 ? portal : second
      const answer = await write(at.url, mine)
      expect(answer.status).toBe(400)
      if (i === 0) {
        expect(answer.headers.get('ratelimit-limit')).toBe(String(WRITES))
        expect(answer.headers.get('ratelimit-remaining')).toBe(String(WRITES - 1))
        expect(Number(answer.headers.get('ratelimit-reset'))).toBeGreaterThan(50)
      }
    }
    for (const { url } of [portal, second]) {
      await until(async () => (await write(url, mine)).status === 429)
      const refused = await write(url, mine)
      const { error } = (await refused.json()) as { error: { code: string; details: Record<string, unknown> } }
      expect(error).toMatchObject({ code: 'RATE_LIMIT_EXCEEDED', details: { limit: WRITES, window: '60s' } })
      expect(error.details['retryAfter']).toBeGreaterThan(0)
      expect(refused.headers.get('retry-after')).toBe(String(error.details['retryAfter']))
      expect(refused.headers.get('ratelimit-limit')).toBe(String(WRITES))
      expect(refused.headers.get('ratelimit-remaining')).toBe('0')
      expect(refused.headers.get('ratelimit-reset')).toBe(String(error.details['retryAfter']))
      expect((await read(url, mine)).status).toBe(200)
      expect((await write(url, theirs)).status).toBe(400)
    }
  })

  it('hold the operator of this machine up in nothing', async () => {
    const headers = { authorization: `Bearer ${portal.operatorToken}` }
    for (let i = 0; i < WRITES + 5; i++) {
      const answer = await fetch(`${portal.url}/api/admin/monitors/none`, { method: 'DELETE', headers })
      expect(answer.status).toBe(400)
      expect(answer.headers.has('ratelimit-limit')).toBe(false)
    }
  })

  it('end the guessing of API keys, and note it for Fail2Ban', async () => {
    const guess = (key: string) => fetch(`${portal.url}/api/dashboard/status`, { headers: { 'x-api-key': key } })
    for (let i = 0; i < 20; i++) expect((await guess(`mn_guess ${i}`)).status).toBe(401)
    expect((await guess('mn_guess 20')).status).toBe(429)
    // the same wrong key again is no new guess
    expect((await guess('mn_guess 3')).status).toBe(401)
    const noted = portal.security.filter(({ event }) => event === 'key-refused')
    expect(noted).toHaveLength(20)
    expect(noted[0]).toMatchObject({ address: '127.0.0.1' })
    const token = await fetch(`${portal.url}/api/dashboard/status`, {
      headers: { cookie: 'medianest_remember=made-up' },
    })
    expect(token.status).toBe(429)
    // who holds a good one is not held up by the guesser beside them
    const operator = await fetch(`${portal.url}/api/admin/journal`, {
      headers: { authorization: `Bearer ${portal.operatorToken}` },
    })
    expect(operator.status).toBe(200)
  })
})
