import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ListDevices, RevokeDevice, RevokeOtherDevices } from '../../contracts/account.ts'
import {
  ChangePassword,
  GetSession,
  RenewSession,
  ResumeSession,
  RevokedSession,
  SignIn,
  SignOut,
} from '../../contracts/auth.ts'
import { SignUserOut, UpdateUser } from '../../contracts/people.ts'
import { stateStore } from '../../bus/nats/state.ts'
import { asSession, type Household, PASSWORD, refusal, type SignedInAs, startHousehold } from './household.test.rig.ts'

let house: Household
beforeAll(async () => {
  house = await startHousehold()
})
afterAll(() => house.stop())

const ask: Household['rig']['client']['ask'] = (contract, input, who) => house.rig.client.ask(contract, input, who)
const isIn = (who: SignedInAs['who']): Promise<boolean> =>
  ask(GetSession, {}, who).then(
    () => true,
    () => false,
  )
/** What the edge sees within a second: it watches this. */
const isAnnounced = async (sessionId: string): Promise<boolean> =>
  (await stateStore(house.rig.link, RevokedSession).get(sessionId)) !== null

describe('"remember me"', () => {
  const remembered = async () => {
    const anna = await house.person()
    const browser = house.stranger()
    const { who, grant } = await house.signIn(anna, browser, { remember: true })
    return { anna, browser, who, grant, token: grant.remember!.token }
  }

  it('is good for 90 days, stored as a hash, and each use gives a new session and a new token', async () => {
    const { anna, browser, who, grant, token } = await remembered()
    expect(Date.parse(grant.remember!.endsAt) - Date.now()).toBeCloseTo(90 * 86_400_000, -5)
    const stored = await house.pool.query('select t::text as row from auth.remember_token t')
    expect(JSON.stringify(stored.rows)).not.toContain(token)
    const resumed = await ask(ResumeSession, { token }, browser)
    expect(resumed.sessionId).not.toBe(grant.sessionId)
    expect(resumed.remember?.token).not.toBe(token)
    expect(await isIn(who)).toBe(false)
    expect(await isIn(asSession(browser, resumed))).toBe(true)
    const again = await ask(ResumeSession, { token: resumed.remember!.token }, browser)
    expect(again.remember).not.toBeNull()
    const events = await house.facts('auth.signed-in', anna.id)
    expect(events.map((event) => event.data['how'])).toEqual(['password', 'remembered', 'remembered'])
  })

  it('gives pages that open at once the same session, and a new token to one of them', async () => {
    const { browser, token } = await remembered()
    const grants = await Promise.all(Array.from({ length: 6 }, () => ask(ResumeSession, { token }, browser)))
    expect(new Set(grants.map((grant) => grant.sessionId)).size).toBe(1)
    expect(grants.filter((grant) => grant.remember !== null)).toHaveLength(1)
    expect(await isIn(asSession(browser, grants[0]!))).toBe(true)
  })

  it.each(['later', 'by another browser'])('used a second time %s ends everything on its device', async (when) => {
    const { anna, browser, token } = await remembered()
    const elsewhere = await house.signIn(anna)
    const resumed = await ask(ResumeSession, { token }, browser)
    if (when === 'later')
      await house.pool.query(
        `update auth.remember_token set used_at = now() - interval '31 s' where used_at is not null`,
      )
    const thief = when === 'later' ? browser : house.stranger()
    expect((await refusal(ask(ResumeSession, { token }, thief))).code).toBe('UNAUTHENTICATED')
    expect(await isIn(asSession(browser, resumed))).toBe(false)
    expect(await isAnnounced(resumed.sessionId)).toBe(true)
    expect((await refusal(ask(ResumeSession, { token: resumed.remember!.token }, browser))).code).toBe(
      'UNAUTHENTICATED',
    )
    expect(await isIn(elsewhere.who)).toBe(true)
    const events = await house.facts('auth.remember-reused', anna.id)
    expect(events).toHaveLength(1)
    await refusal(ask(ResumeSession, { token }, thief))
    expect(await house.facts('auth.remember-reused', anna.id)).toHaveLength(1)
  })

  it('ends with the sign-out, with its time, and with the account', async () => {
    const out = await remembered()
    await ask(SignOut, {}, out.who)
    const over = await remembered()
    await house.pool.query(
      `update auth.remember_token set ends_at = now() - interval '1 s' where device_id =
      (select device_id from auth.session where id = $1)`,
      [over.grant.sessionId],
    )
    const off = await remembered()
    await house.pool.query(`update auth.account set status = 'disabled' where id = $1`, [off.anna.id])
    for (const { token, browser } of [out, over, off])
      expect((await refusal(ask(ResumeSession, { token }, browser))).code).toBe('UNAUTHENTICATED')
    expect((await refusal(ask(ResumeSession, { token: 'made-up' }, out.browser))).code).toBe('UNAUTHENTICATED')
  })

  it('is taken back by a sign-in without it', async () => {
    const { anna, browser, token } = await remembered()
    expect((await house.signIn(anna, browser)).grant.remember).toBeNull()
    expect((await refusal(ask(ResumeSession, { token }, browser))).code).toBe('UNAUTHENTICATED')
  })
})

describe('a renewed session', () => {
  it('has the rights that the person has now, and notes when the device was seen', async () => {
    const anna = await house.person()
    const { who, grant } = await house.signIn(anna)
    await house.pool.query(`update auth.device set last_seen_at = now() - interval '1 hour' where account_id = $1`, [
      anna.id,
    ])
    await house.pool.query(`update auth.account set role = 'admin', password_change_required = true where id = $1`, [
      anna.id,
    ])
    const renewed = await ask(RenewSession, { sessionId: grant.sessionId }, { ...who, address: '203.0.113.9' })
    expect(renewed).toMatchObject({ user: { role: 'admin' }, passwordChangeRequired: true, remember: null })
    expect(renewed.endsAt).toBe(grant.endsAt)
    const { items } = await ask(ListDevices, {}, who)
    expect(items).toMatchObject([{ name: 'Firefox on Linux', address: '203.0.113.9', current: true }])
    expect(Date.now() - Date.parse(items[0]!.lastSeenAt)).toBeLessThan(60_000)
  })

  it('is refused when it ended, and when the account is switched off', async () => {
    const anna = await house.person()
    const first = await house.signIn(anna)
    await house.pool.query(`update auth.account set status = 'disabled' where id = $1`, [anna.id])
    expect((await refusal(ask(RenewSession, { sessionId: first.grant.sessionId }, first.who))).code).toBe(
      'UNAUTHENTICATED',
    )
    const ben = await house.person()
    const second = await house.signIn(ben)
    await house.pool.query(`update auth.session set ends_at = now() - interval '1 s' where id = $1`, [
      second.grant.sessionId,
    ])
    expect((await refusal(ask(RenewSession, { sessionId: second.grant.sessionId }, second.who))).code).toBe(
      'UNAUTHENTICATED',
    )
  })
})

describe('devices', () => {
  it('are those where the person is signed in, and can be signed out one by one or all at once', async () => {
    const anna = await house.person()
    const [one, two, three] = [await house.signIn(anna), await house.signIn(anna), await house.signIn(anna)]
    const { items } = await ask(ListDevices, {}, one.who)
    expect(items).toHaveLength(3)
    expect(items.filter((device) => device.current)).toHaveLength(1)
    const other = (await ask(ListDevices, {}, two.who)).items.find((device) => device.current)!
    await ask(RevokeDevice, { id: other.id }, one.who)
    expect(await isIn(two.who)).toBe(false)
    expect(await isAnnounced(two.grant.sessionId)).toBe(true)
    expect((await refusal(ask(RevokeDevice, { id: other.id }, one.who))).code).toBe('NOT_FOUND')
    expect(await ask(RevokeOtherDevices, {}, one.who)).toEqual({ revoked: 1 })
    expect([await isIn(one.who), await isIn(three.who)]).toEqual([true, false])
    expect(await house.facts('auth.device-revoked', anna.id)).toHaveLength(2)
  })

  it('of other people are not there', async () => {
    const [anna, ben] = [await house.person(), await house.person('admin')]
    const mine = await house.signIn(anna)
    const theirs = await house.signIn(ben)
    const { items } = await ask(ListDevices, {}, mine.who)
    expect((await refusal(ask(RevokeDevice, { id: items[0]!.id }, theirs.who))).code).toBe('NOT_FOUND')
    expect((await refusal(ask(ListDevices, {}, house.stranger()))).code).toBe('UNAUTHENTICATED')
  })
})

describe('a changed password', () => {
  it('ends every other session and goes on with a new one here', async () => {
    const anna = await house.person()
    const browser = house.stranger()
    const here = await house.signIn(anna, browser, { remember: true })
    const there = await house.signIn(anna, house.stranger(), { remember: true })
    const input = { currentPassword: PASSWORD, newPassword: 'another long phrase' }
    const { grant } = await ask(ChangePassword, input, here.who)
    expect(grant!.sessionId).not.toBe(here.grant.sessionId)
    expect(grant!.remember).not.toBeNull()
    expect([await isIn(here.who), await isIn(there.who), await isIn(asSession(browser, grant!))]).toEqual([
      false,
      false,
      true,
    ])
    for (const old of [here, there]) {
      expect(await isAnnounced(old.grant.sessionId)).toBe(true)
      expect((await refusal(ask(ResumeSession, { token: old.grant.remember!.token }, browser))).code).toBe(
        'UNAUTHENTICATED',
      )
    }
    expect((await refusal(ask(SignIn, { username: anna.username, password: PASSWORD }, browser))).code).toBe(
      'INVALID_CREDENTIALS',
    )
  })

  it('needs the present one, which cannot be guessed', async () => {
    const anna = await house.person()
    const { who } = await house.signIn(anna)
    const guess = async () =>
      (await refusal(ask(ChangePassword, { currentPassword: 'wrong', newPassword: 'another long phrase' }, who))).code
    const codes = await Promise.all(Array.from({ length: 12 }, guess))
    expect(codes.filter((code) => code === 'INVALID_CREDENTIALS')).toHaveLength(5)
    expect(codes.filter((code) => code === 'RATE_LIMIT_EXCEEDED')).toHaveLength(7)
  })

  it('is another one', async () => {
    const { who } = await house.signIn(await house.person())
    const same = { currentPassword: PASSWORD, newPassword: PASSWORD }
    expect((await refusal(ask(ChangePassword, same, who))).code).toBe('CONFLICT')
    expect(await isIn(who)).toBe(true)
  })
})

it('whatever one person does and suffers at once, nothing of ours gets in its own way', async () => {
  const admin = await house.signIn(await house.person('admin'))
  const anna = await house.person()
  const browsers = Array.from({ length: 4 }, () => house.stranger())
  const sessions = await Promise.all(browsers.map((browser) => house.signIn(anna, browser, { remember: true })))
  const all = await Promise.allSettled(
    sessions.flatMap(({ who, grant }, i) => [
      ask(SignIn, { username: anna.username, password: PASSWORD, remember: true }, browsers[i]!),
      ask(ResumeSession, { token: grant.remember!.token }, browsers[i]!),
      ask(RenewSession, { sessionId: grant.sessionId }, who),
      ask(UpdateUser, { id: anna.id, role: i % 2 === 0 ? 'admin' : 'user' }, admin.who),
      ask(ChangePassword, { currentPassword: PASSWORD, newPassword: `another phrase ${i}` }, who),
      ask(RevokeOtherDevices, {}, who),
      ask(SignUserOut, { id: anna.id }, admin.who),
      ask(SignOut, {}, who),
    ]),
  )
  const codes = all.flatMap((one) => (one.status === 'rejected' ? [(one.reason as { code?: string }).code] : []))
  expect(codes.filter((code) => code !== 'UNAUTHENTICATED' && code !== 'INVALID_CREDENTIALS')).toEqual([])
})
