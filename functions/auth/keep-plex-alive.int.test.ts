import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../infra/test/fresh.ts'
import keepPlexAlive from './keep-plex-alive.ts'
import { MACHINE, type PlexHouse, startPlexHouse } from './plex/plex-house.test.rig.ts'

let house: PlexHouse
beforeAll(async () => {
  house = await startPlexHouse()
})
afterAll(() => house?.stop())
afterEach(() => house.plexTv.heal())

const run = (): Promise<void> => house.run(keepPlexAlive)
const stateOf = async (person: { id: number }): Promise<unknown> => (await house.account(person))?.['plex_state']
const factsAbout = async (type: string, person: { id: number }): Promise<number> => {
  const account = await house.account(person)
  return (await house.facts(type)).filter(({ key }) => key === account?.['id']).length
}

describe('tokens that last', () => {
  it('are kept alive once a day', async () => {
    const viewer = house.person()
    await house.enter(viewer)
    house.plexTv.forgetCalls()
    await run()
    expect(house.plexTv.callsTo('/api/v2/ping')).toHaveLength(0)
    await house.pool.query(`update auth.account set plex_checked_at = now() - interval '1 day'`)
    // an optional call that is gone stops nothing
    house.plexTv.fail({ status: 404 }, { path: '/api/v2/ping' })
    await run()
    expect(house.plexTv.callsTo('/api/v2/ping').length).toBeGreaterThan(0)
    expect(await stateOf(viewer)).toBe('linked')
  })

  it('are broken when Plex says so, which is told once, and linked again with one click', async () => {
    const viewer = house.person()
    const browser = await house.enter(viewer)
    house.plexTv.revokeAll(viewer.id)
    await run()
    await run()
    expect(await stateOf(viewer)).toBe('broken')
    expect(await factsAbout('auth.plex-link-broken', viewer)).toBe(1)
    expect((await browser.call('GET', '/api/auth/session')).json.data).toMatchObject({ plex: 'broken' })
    const { id, code } = await browser.begin({ purpose: 'link' })
    house.plexTv.claim(code, viewer.id)
    expect(await browser.poll(id)).toMatchObject({ status: 'linked' })
    expect(await stateOf(viewer)).toBe('linked')
  })
})

describe('a server that is not shared any more', () => {
  it('ends the sessions of a person, and no error does', async () => {
    const viewer = house.person()
    const stays = house.person()
    const browser = await house.enter(viewer)
    const other = await house.enter(stays)
    for (const failure of [{ status: 500 }, { status: 404 }, 'garbage'] as const) {
      house.plexTv.fail(failure, { path: '/api/v2/resources' })
      await run()
      house.plexTv.heal()
    }
    expect(await browser.who()).not.toBeNull()
    expect(await stateOf(viewer)).toBe('linked')

    house.plexTv.addPerson({ id: viewer.id, username: viewer.username, shared: [] })
    await run()
    await until(async () => (await browser.who()) === null)
    expect(await other.who()).not.toBeNull()
    await run()
    expect(await factsAbout('auth.plex-access-lost', viewer)).toBe(1)
    await expect(house.enter(viewer)).rejects.toThrow(/refused/)

    house.plexTv.addPerson({ id: viewer.id, username: viewer.username, shared: [MACHINE] })
    expect(await (await house.enter(viewer)).who()).toMatchObject({ username: viewer.username })
  }, 60_000)
})

describe('tokens of the device key', () => {
  it('are asked for where the house says so, and renewed a day before they end, with proofs that Plex verifies', async () => {
    await house.admin.call('PUT', '/api/admin/config', { auth: { plexDeviceTokens: true } })
    const viewer = house.person()
    await house.enter(viewer)
    const before = await house.account(viewer)
    expect(before).toMatchObject({ plex_token_kind: 'device' })
    const days = (account: Record<string, unknown> | undefined): number =>
      (Number(account?.['plex_token_ends_at']) - Date.now()) / 86_400_000
    expect(days(before)).toBeCloseTo(7, 1)
    expect(house.plexTv.callsTo(/^\/api\/v2\/pins\/\d+$/).at(-1)?.query).toHaveProperty('deviceJWT')
    await run()
    expect(house.plexTv.callsTo('/api/v2/auth/token')).toHaveLength(0)

    const soon = async (): Promise<void> => {
      const ends = new Date(Date.now() + 3_600_000)
      await house.pool.query('update auth.account set plex_token_ends_at = $2 where plex_id = $1', [
        String(viewer.id),
        ends,
      ])
    }
    await soon()
    house.plexTv.fail({ status: 429 }, { path: '/api/v2/auth/token' })
    await run()
    expect(await stateOf(viewer)).toBe('linked')
    house.plexTv.heal()
    house.plexTv.fail({ status: 498 }, { path: '/api/v2/auth/token', times: 1 })
    await run()
    const after = await house.account(viewer)
    expect(after?.['plex_token']).not.toBe(before?.['plex_token'])
    expect(days(after)).toBeCloseTo(7, 1)
    expect(await stateOf(viewer)).toBe('linked')
    const { rows } = await house.pool.query<{ key: string }>('select plex_device_key as key from auth.installation')
    expect(rows[0]?.key).toMatch(/^1\./)

    // plex.tv knows one person behind a key: nobody is given the token of another
    await house.enter(house.person())
    await soon()
    const mine = (await house.account(viewer))?.['plex_token']
    await run()
    expect((await house.account(viewer))?.['plex_token']).toBe(mine)

    house.plexTv.advance(8 * 86_400_000)
    await run()
    expect(await stateOf(viewer)).toBe('broken')
    expect(await factsAbout('auth.plex-link-broken', viewer)).toBe(1)
    await house.admin.call('PUT', '/api/admin/config', { auth: { plexDeviceTokens: null } })
  }, 60_000)
})

describe('an own server', () => {
  it('is listed and connected with its own token, which no page sees', async () => {
    const owner = house.person({ owns: [MACHINE], shared: [] })
    const browser = await house.enter(owner)
    const listed = await browser.call('GET', '/api/admin/plex/servers')
    expect(listed.json.data?.['items']).toEqual([
      expect.objectContaining({ name: 'Living room', machineIdentifier: MACHINE, urls: [house.plexServer.url] }),
    ])
    await house.admin.call('DELETE', '/api/admin/services/plex')
    const answer = await browser.call('POST', '/api/admin/plex/servers', { machineIdentifier: MACHINE })
    expect(answer.json.data).toEqual({ name: 'plex', url: house.plexServer.url })
    const tried = await browser.call('POST', '/api/admin/services/test', { name: 'plex' })
    expect(tried.json.data).toMatchObject({ ok: true })
    const token = house.plexTv.serverToken(owner.id, MACHINE)
    for (const { text } of [listed, answer, tried]) expect(text).not.toContain(token)

    const other = await browser.call('POST', '/api/admin/plex/servers', { machineIdentifier: 'another' })
    expect(other.status).toBe(404)
    const unlinked = await house.admin.call('GET', '/api/admin/plex/servers')
    expect([unlinked.status, unlinked.json.error?.message]).toEqual([409, 'Link your account to Plex first.'])
    house.plexTv.fail({ status: 502 }, { path: '/api/v2/resources' })
    expect((await browser.call('GET', '/api/admin/plex/servers')).status).toBe(502)
  })
})
