import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GetSession, SignIn } from '../../contracts/auth.ts'
import { type Browser, type Household, PASSWORD, type Person, refusal, startHousehold } from './household.test.rig.ts'

let house: Household
beforeAll(async () => {
  house = await startHousehold()
})
afterAll(() => house.stop())

const attempt = (person: Pick<Person, 'username'>, password: string, browser: Browser) =>
  house.rig.client.ask(SignIn, { username: person.username, password }, browser)
const guess = async (person: Pick<Person, 'username'>, browser: Browser) =>
  (await refusal(attempt(person, 'not this one', browser))).code

/** Lets the present delays of one key pass. */
const letPass = (key: string) =>
  house.pool.query(`update auth.failed_sign_in set blocked_until = now() where key = $1`, [key])

describe('a sign-in', () => {
  it('starts a session that tells who is behind it, whatever the case of the name', async () => {
    const anna = await house.person('admin')
    const { who, grant } = await house.signIn({ ...anna, username: anna.username.toUpperCase() })
    expect(grant).toMatchObject({
      user: { id: anna.id, username: anna.username, role: 'admin' },
      passwordChangeRequired: false,
      twoFactorSetupRequired: false,
      remember: null,
    })
    expect(Date.parse(grant.endsAt) - Date.now()).toBeCloseTo(24 * 3_600_000, -5)
    expect(await house.rig.client.ask(GetSession, {}, who)).toEqual({
      user: grant.user,
      passwordChangeRequired: false,
      twoFactorSetupRequired: false,
      twoFactorOffered: true,
      plex: 'none',
    })
    const [signedIn] = await house.facts('auth.signed-in', anna.id)
    expect(signedIn).toMatchObject({ actor: `user:${anna.id}`, data: { how: 'password', sessionId: grant.sessionId } })
  })

  it('gives a new session each time, on the same device, and ends the one before', async () => {
    const anna = await house.person()
    const browser = house.stranger()
    const first = await house.signIn(anna, browser)
    // a session id that somebody planted changes nothing
    const second = await house.signIn(anna, { ...browser, sessionId: first.grant.sessionId })
    expect(second.grant.sessionId).not.toBe(first.grant.sessionId)
    expect(await refusal(house.rig.client.ask(GetSession, {}, first.who))).toMatchObject({ code: 'UNAUTHENTICATED' })
    const devices = await house.pool.query('select name from auth.device where account_id = $1', [anna.id])
    expect(devices.rows).toEqual([{ name: 'Firefox on Linux' }])
  })

  it('of another person in the same browser ends what the first one had there', async () => {
    const [anna, ben] = [await house.person(), await house.person()]
    const browser = house.stranger()
    const first = await house.signIn(anna, browser, { remember: true })
    await house.signIn(ben, browser)
    expect(await refusal(house.rig.client.ask(GetSession, {}, first.who))).toMatchObject({ code: 'UNAUTHENTICATED' })
  })

  it('says that an account is switched off only to who has its password', async () => {
    const anna = await house.person()
    await house.pool.query(`update auth.account set status = 'disabled' where id = $1`, [anna.id])
    expect(await guess(anna, house.stranger())).toBe('INVALID_CREDENTIALS')
    expect((await refusal(attempt(anna, PASSWORD, house.stranger()))).code).toBe('ACCOUNT_DISABLED')
    const failed = await house.facts('auth.sign-in-failed', anna.id)
    expect(failed.map((fact) => fact.data['reason'])).toEqual(['password', 'disabled'])
  })

  it('takes as long for a name that nobody has, and keeps that name nowhere', async () => {
    await guess({ username: 'warm-up' }, house.stranger())
    const time = async (username: string): Promise<number> => {
      const started = performance.now()
      await guess({ username }, house.stranger())
      return performance.now() - started
    }
    const known: number[] = []
    const unknown: number[] = []
    for (let i = 0; i < 8; i++) {
      known.push(await time((await house.person()).username))
      unknown.push(await time(`typed-my-password-here-${i}`))
    }
    // without the hash it would be a tenth
    expect(Math.min(...unknown)).toBeGreaterThan(Math.min(...known) * 0.5)
    const failed = await house.facts('auth.sign-in-failed', 'unknown')
    expect(failed.at(-1)?.data).toMatchObject({ userId: null, username: null, reason: 'password' })
    const rows = await house.pool.query(`select * from auth.failed_sign_in where key like '%typed%'`)
    expect(rows.rowCount).toBe(0)
  })
})

describe('after five failures', () => {
  it('whoever tries from that address waits, and the password is not looked at', async () => {
    const anna = await house.person()
    const browser = house.stranger()
    for (let i = 0; i < 5; i++) expect(await guess(anna, browser)).toBe('INVALID_CREDENTIALS')
    const held = await refusal(attempt(anna, PASSWORD, browser))
    expect(held).toMatchObject({ code: 'RATE_LIMIT_EXCEEDED', details: { limit: 5, window: '900s', retryAfter: 1 } })
    // another name from there waits as well
    const ben = await house.person()
    expect(await guess(ben, house.stranger(browser.address))).toBe('RATE_LIMIT_EXCEEDED')
    await letPass(`address:${browser.address}`)
    await letPass(`account:${anna.id}`)
    expect(await guess(anna, browser)).toBe('INVALID_CREDENTIALS')
    expect((await refusal(attempt(anna, PASSWORD, browser))).details).toMatchObject({ retryAfter: 2 })
    const failed = await house.facts('auth.sign-in-failed', anna.id)
    // held up three times, said once by each key
    expect(failed.filter((fact) => fact.data['reason'] === 'delayed').length).toBe(1)
  })

  it('fifty at once have five tries between them', async () => {
    const anna = await house.person()
    const browser = house.stranger()
    const codes = await Promise.all(Array.from({ length: 50 }, () => guess(anna, browser)))
    expect(codes.filter((code) => code === 'INVALID_CREDENTIALS')).toHaveLength(5)
    expect(codes.filter((code) => code === 'RATE_LIMIT_EXCEEDED')).toHaveLength(45)
    const bursts = await house.facts('auth.sign-in-burst', anna.id)
    expect(bursts).toHaveLength(1)
    expect(bursts[0]?.data).toMatchObject({ userId: anna.id, failures: 20, withinSeconds: 300 })
    await Promise.all(Array.from({ length: 30 }, () => guess(anna, browser)))
    expect(await house.facts('auth.sign-in-burst', anna.id)).toHaveLength(1)
  })

  it('addresses of one IPv6 network count as one, and an account is slow from everywhere', async () => {
    const anna = await house.person()
    for (let i = 0; i < 5; i++) await guess(anna, house.stranger(`2001:db8:1:2::${i}`))
    expect(await guess({ username: 'someone else' }, house.stranger('2001:db8:1:2:ffff::1'))).toBe(
      'RATE_LIMIT_EXCEEDED',
    )
    expect(await guess({ username: 'someone else' }, house.stranger('2001:db8:1:3::1'))).toBe('INVALID_CREDENTIALS')
    expect(await guess(anna, house.stranger())).toBe('RATE_LIMIT_EXCEEDED')
  })

  it('a name that nobody has waits from everywhere like one that somebody has', async () => {
    for (let i = 0; i < 5; i++) await guess({ username: 'Nobody-5f3a' }, house.stranger())
    expect(await guess({ username: 'nobody-5F3A' }, house.stranger())).toBe('RATE_LIMIT_EXCEEDED')
  })

  it('a stranger never holds up the browser of who lives here, nor its address', async () => {
    const anna = await house.person()
    const { who: home } = await house.signIn(anna)
    const stranger = house.stranger(home.address)
    for (let i = 0; i < 40; i++) await guess(anna, i % 2 === 0 ? stranger : house.stranger())
    expect(await guess(anna, house.stranger())).toBe('RATE_LIMIT_EXCEEDED')
    const { sessionId: _over, ...browser } = home
    expect((await attempt(anna, PASSWORD, browser)).grant).not.toBeNull()
    // its own failures are counted for itself
    for (let i = 0; i < 5; i++) expect(await guess(anna, browser)).toBe('INVALID_CREDENTIALS')
    expect(await guess(anna, browser)).toBe('RATE_LIMIT_EXCEEDED')
  })

  it('success clears the account, and quiet clears everything', async () => {
    const anna = await house.person()
    for (let i = 0; i < 4; i++) await guess(anna, house.stranger())
    await house.signIn(anna)
    for (let i = 0; i < 5; i++) expect(await guess(anna, house.stranger())).toBe('INVALID_CREDENTIALS')
    expect(await guess(anna, house.stranger())).toBe('RATE_LIMIT_EXCEEDED')
    await house.pool.query(
      `update auth.failed_sign_in set last_at = now() - interval '16 minutes', blocked_until = now() - interval '16 minutes'
       where key = $1`,
      [`account:${anna.id}`],
    )
    for (let i = 0; i < 5; i++) expect(await guess(anna, house.stranger())).toBe('INVALID_CREDENTIALS')
  })

  it('many who sign in rightly from one address do not hold each other up', async () => {
    const address = house.stranger().address
    for (let i = 0; i < 8; i++) await house.signIn(await house.person(), house.stranger(address))
  })
})
