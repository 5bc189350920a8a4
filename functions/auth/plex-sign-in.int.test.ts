import { randomUUID } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../infra/test/fresh.ts'
import { MACHINE, type PlexHouse, startPlexHouse } from './plex/plex-house.test.rig.ts'

let house: PlexHouse
beforeAll(async () => {
  house = await startPlexHouse()
})
afterAll(() => house?.stop())
afterEach(async () => {
  house.plexTv.heal()
  await house.plexTv.up()
})

const pinCalls = (): { at: number }[] => house.plexTv.callsTo(/^\/api\/v2\/pins\/\d+$/)

describe('the two doors', () => {
  it('opens a window of Plex with everything behind the #, and lets the owner of the server in as an admin', async () => {
    const owner = house.person({ owns: [MACHINE], shared: [] })
    const browser = house.visitor()
    const { id, code, url } = await browser.begin()
    const [page, said = ''] = url.split('#?')
    expect(page).toBe(`${house.plexTv.url}/auth`)
    expect(said).toContain('context%5Bdevice%5D%5Bproduct%5D=MediaNest')
    const parts = new URLSearchParams(said)
    expect(parts.get('code')).toBe(code)
    expect(parts.get('forwardUrl')).toBe(`${house.portal.url}/plex-done`)
    expect(await browser.poll(id)).toMatchObject({ status: 'pending', message: null })
    house.plexTv.claim(code, owner.id)
    const decided = await browser.poll(id, 10)
    expect(decided).toMatchObject({ status: 'signed-in', user: { username: owner.username, role: 'admin' } })
    expect(JSON.stringify(decided)).not.toContain('grant')
    expect(await browser.who()).toMatchObject({ username: owner.username, role: 'admin' })
    const sent = house.plexTv.callsTo('/api/v2/pins')[0]!
    expect(sent.headers).toMatchObject({
      'x-plex-client-identifier': parts.get('clientID'),
      'x-plex-product': 'MediaNest',
      accept: 'application/json',
    })
  })

  it('makes nobody an admin whose own token our server does not take: its name can be copied', async () => {
    const copycat = house.person({ owns: [MACHINE], shared: [] })
    house.plexServer.fail({ status: 401 }, { path: '/library/sections' })
    await house.enter(copycat)
    house.plexServer.heal()
    expect(await house.account(copycat)).toMatchObject({ role: 'user' })
  })

  it('makes nobody an admin by a server that takes any token', async () => {
    const owner = house.person({ owns: [MACHINE], shared: [] })
    house.plexServer.fail({ status: 200, body: '{}' }, { path: '/library/sections' })
    await house.enter(owner)
    house.plexServer.heal()
    expect(await house.account(owner)).toMatchObject({ role: 'user' })
  })

  it('gives four characters to type elsewhere, and whom the server is shared with comes in as a user', async () => {
    const viewer = house.person()
    const browser = house.visitor()
    const { id, code, url } = await browser.begin({ door: 'code', remember: true })
    expect(code).toMatch(/^[A-Z0-9]{4}$/)
    expect(url).toBe(`${house.plexTv.url}/link/?pin=${code}`)
    expect(await (await fetch(url)).text()).toContain(`value="${code}"`)
    const waiting = browser.poll(id, 20)
    await until(() => house.plexTv.callsTo(/pins\/\d+$/).length > 0)
    house.plexTv.claim(code, viewer.id)
    expect(await waiting).toMatchObject({ status: 'signed-in', user: { role: 'user' } })
    expect(browser.cookieNamed('medianest_remember')).toBeDefined()
    const account = await house.account(viewer)
    expect(account).toMatchObject({ email: viewer.email, plex_state: 'linked', plex_token_kind: 'account' })
    expect(account?.['plex_token']).toMatch(/^1\./)
    expect((await house.facts('auth.user-added')).map(({ key }) => key)).toContain(account?.['id'])
    // known from now on
    const again = await house.enter(viewer)
    expect(await again.who()).toMatchObject({ id: account?.['id'] })
  })

  it('gives what it gives once, and to no other browser', async () => {
    const viewer = house.person()
    const browser = house.visitor()
    const { id, code } = await browser.begin()
    house.plexTv.claim(code, viewer.id)
    const other = house.visitor()
    for (const asked of [id, randomUUID()]) {
      const { status, json } = await other.call('GET', `/api/auth/plex/${asked}`)
      expect([status, json.error?.code]).toEqual([404, 'NOT_FOUND'])
    }
    expect(await browser.poll(id)).toMatchObject({ status: 'signed-in' })
    const second = await browser.poll(id)
    expect(second).toMatchObject({ status: 'used', message: expect.stringContaining('Start again') })
    expect(second['user']).toBeUndefined()
  })

  it('says that a code ran out, and takes no name that somebody has', async () => {
    const browser = house.visitor()
    const { id } = await browser.begin()
    house.plexTv.expirePins()
    const over = { status: 'expired', message: expect.stringContaining('ran out') }
    expect(await browser.poll(id)).toMatchObject(over)
    expect(await browser.poll(id)).toMatchObject(over)
    const namesake = await house.enter(house.person({ username: 'Admin' }))
    expect(await namesake.who()).toMatchObject({ username: 'Admin-2', role: 'user' })
  })

  it('refuses the eleventh start from one address within five minutes, and has nobody banned for it', async () => {
    const browser = house.visitor()
    const noted = house.portal.security.length
    for (let n = 0; n < 10; n++) await browser.begin()
    const { status, json } = await browser.call('POST', '/api/auth/plex', {})
    expect([status, json.error?.code]).toEqual([429, 'RATE_LIMIT_EXCEEDED'])
    expect(json.error?.details).toMatchObject({ limit: 10, window: '300s' })
    expect(house.portal.security).toHaveLength(noted)
    await house.visitor().begin()
  })
})

describe('who may enter', () => {
  it('refuses a stranger with a sentence, and nothing of them is stored', async () => {
    const member = house.person()
    await house.enter(member)
    const stranger = house.person({ username: 'whoever-this-is', shared: [] })
    const browser = house.visitor()
    const { id, code } = await browser.begin()
    house.plexTv.claim(code, stranger.id)
    const refused = { status: 'refused', message: expect.stringContaining('no access to the Plex server') }
    expect(await browser.poll(id)).toMatchObject(refused)
    expect(await browser.poll(id)).toMatchObject(refused)
    expect(await browser.who()).toBeNull()
    const { rows: tables } = await house.pool.query<{ name: string }>(
      `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
       where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
    )
    const texts = await Promise.all(
      tables.map(({ name }) => house.pool.query<{ text: string }>(`select t::text as text from ${name} t`)),
    )
    const all = texts.flatMap(({ rows }) => rows.map(({ text }) => text)).join('\n')
    const traces = ({ username, email, id: plexId }: typeof stranger) => [username, email, `,${plexId},`]
    for (const trace of traces(member)) expect(all).toContain(trace)
    for (const trace of traces(stranger)) expect(all).not.toContain(trace)
    const failed = (await house.facts('auth.sign-in-failed')).at(-1)
    expect(failed?.data).toMatchObject({ userId: null, username: null, reason: 'not-a-member' })
  })

  it('refuses an account that is switched off', async () => {
    const viewer = house.person()
    await house.enter(viewer)
    await house.pool.query(`update auth.account set status = 'disabled' where plex_id = $1`, [String(viewer.id)])
    await expect(house.enter(viewer)).rejects.toThrow(/refused This account is switched off/)
  })

  it('lets an invitation help only where the house says so', async () => {
    const made = await house.admin.call('POST', '/api/admin/invitations', { role: 'user' })
    const invitation = String(made.json.data?.['code'])
    const friend = house.person({ shared: [] })
    const attempt = async (): Promise<Record<string, unknown>> => {
      const browser = house.visitor()
      const { id, code } = await browser.begin({ invitation })
      house.plexTv.claim(code, friend.id)
      return browser.poll(id)
    }
    expect(await attempt()).toMatchObject({ status: 'refused' })
    await house.admin.call('PUT', '/api/admin/config', { auth: { plexAccess: 'invited' } })
    expect(await attempt()).toMatchObject({ status: 'signed-in' })
    const gone = await house.visitor().call('POST', '/api/auth/plex', { invitation })
    expect([gone.status, gone.json.error?.code]).toEqual([404, 'NOT_FOUND'])
    await house.enter(friend)
    await house.admin.call('PUT', '/api/admin/config', { auth: { plexAccess: null } })
    await expect(house.enter(friend)).rejects.toThrow(/refused/)
  })

  it('asks for the second factor of who has one', async () => {
    const viewer = house.person()
    await house.enter(viewer)
    const secret = new Secret({ size: 20 }).base32
    await house.pool.query('update auth.account set totp_secret = $2, totp_confirmed_at = now() where plex_id = $1', [
      String(viewer.id),
      house.portal.sealer.seal(secret),
    ])
    const browser = house.visitor()
    const { id, code } = await browser.begin()
    house.plexTv.claim(code, viewer.id)
    const asked = await browser.poll(id)
    expect(asked['status']).toBe('two-factor')
    expect(await browser.who()).toBeNull()
    const { challenge } = asked['twoFactor'] as { challenge: string }
    const app = new TOTP({ secret: Secret.fromBase32(secret) })
    const met = await browser.call('POST', '/api/auth/two-factor', { challenge, code: app.generate() })
    expect(met.status).toBe(200)
    expect(await browser.who()).toMatchObject({ username: viewer.username })
    expect(await browser.poll(id)).toMatchObject({ status: 'used' })
  })
})

describe('when plex.tv or a process of ours goes away', () => {
  it('keeps asking while plex.tv is down, and says so', async () => {
    const viewer = house.person()
    const inside = await house.enter(viewer)
    const browser = house.visitor()
    const { id, code } = await browser.begin()
    await house.plexTv.down()
    const answer = { status: 'pending', message: expect.stringMatching(/plex\.tv does not answer.*We keep asking/) }
    expect(await browser.poll(id)).toMatchObject(answer)
    const refused = await house.visitor().call('POST', '/api/auth/plex', {})
    expect([refused.status, refused.json.error?.code]).toEqual([502, 'UPSTREAM_FAILED'])
    expect(refused.json.error?.message).toContain('plex.tv does not answer')
    expect(await inside.who()).toMatchObject({ username: viewer.username })
    await house.plexTv.up()
    house.plexTv.claim(code, viewer.id)
    house.plexTv.fail({ status: 503 }, { path: '/api/v2/resources' })
    expect(await browser.poll(id, 3)).toMatchObject({ status: 'pending' })
    house.plexTv.heal()
    expect(await browser.poll(id, 10)).toMatchObject({ status: 'signed-in' })
  })

  it('asks every 2 s at most, however many pages and processes wait, and one of them gets the session', async () => {
    const viewer = house.person()
    const other = await house.process()
    const browser = house.visitor()
    const { id, code } = await browser.begin()
    house.plexTv.forgetCalls()
    const pages = [browser, browser.at(other), browser.at(house.portal), browser.at(other)]
    const waiting = Promise.all(pages.map((page) => page.poll(id, 12)))
    await until(() => pinCalls().length >= 3, { timeoutMs: 10_000 })
    house.plexTv.claim(code, viewer.id)
    const answers = (await waiting).map(({ status }) => String(status)).toSorted()
    expect(answers.join(' ')).toBe('signed-in used used used')
    const times = pinCalls().map(({ at }) => at)
    expect(times.length).toBeLessThanOrEqual(5)
    for (const [index, at] of times.entries())
      if (index > 0) expect(at - times[index - 1]!).toBeGreaterThanOrEqual(2000)
  })

  it('waits for a media server of which nothing is known yet, and says that none is connected', async () => {
    const browser = house.visitor()
    const { id, code } = await browser.begin()
    house.plexTv.claim(code, house.person().id)
    await house.admin.call('DELETE', '/api/admin/services/plex')
    const refused = await house.enter(house.person()).catch((error: Error) => error.message)
    expect(refused).toContain('refused No Plex server is connected')
    await house.plexServer.down()
    const plex = { url: house.plexServer.url, token: 'a token' }
    await house.admin.call('PUT', '/api/admin/services/plex', plex)
    expect(await browser.poll(id)).toMatchObject({
      status: 'pending',
      message: expect.stringMatching(/^It cannot be told whether .* The Plex server does not answer/),
    })
    await house.plexServer.up()
    expect(await browser.poll(id, 10)).toMatchObject({ status: 'signed-in' })
  })

  it('goes on after a restart in the middle, which no waiting page holds up', async () => {
    const viewer = house.person()
    const first = await house.process()
    const browser = house.visitor().at(first)
    const { id, code } = await browser.begin()
    const cut = browser.poll(id, 25).catch(() => ({ status: 'cut' }))
    await until(() => pinCalls().length > 0)
    const begun = performance.now()
    await first.stop()
    expect(performance.now() - begun).toBeLessThan(4500)
    expect(['cut', 'pending']).toContain((await cut)['status'])
    house.plexTv.claim(code, viewer.id)
    const after = browser.at(house.portal)
    expect(await after.poll(id, 10)).toMatchObject({ status: 'signed-in' })
  })
})

describe('linking', () => {
  it('ties a Plex account to the one that is signed in, once', async () => {
    const viewer = house.person()
    await house.enter(viewer)
    const { status } = await house.visitor().call('POST', '/api/auth/plex', { purpose: 'link' })
    expect(status).toBe(401)
    const linkAs = async (person: { id: number }): Promise<Record<string, unknown>> => {
      const { id, code } = await house.admin.begin({ purpose: 'link' })
      house.plexTv.claim(code, person.id)
      return house.admin.poll(id)
    }
    const taken = await linkAs(viewer)
    expect(taken).toMatchObject({ status: 'refused', message: expect.stringContaining('belongs to another account') })
    const own = house.person({ shared: [] })
    expect(await linkAs(own)).toMatchObject({ status: 'linked', message: null })
    const account = await house.admin.call('GET', '/api/auth/account')
    expect(account.json.data?.['plex']).toEqual({ state: 'linked', username: own.username })
    // an admin needs no share
    expect(await (await house.enter(own)).who()).toMatchObject({ username: 'admin', role: 'admin' })

    expect((await house.admin.call('DELETE', '/api/auth/plex')).status).toBe(200)
    expect(await house.account(own)).toBeUndefined()
    const left = await house.admin.call('DELETE', '/api/auth/plex')
    expect([left.status, left.json.error?.code]).toEqual([409, 'CONFLICT'])
  })

  it('keeps the only way in', async () => {
    const browser = await house.enter(house.person())
    const { status, json } = await browser.call('DELETE', '/api/auth/plex')
    expect([status, json.error?.message]).toEqual([409, expect.stringContaining('password first')])
  })
})
