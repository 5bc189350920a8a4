import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  ConfirmTwoFactor,
  DisableTwoFactor,
  DismissTwoFactor,
  GetAccount,
  RenewRecoveryCodes,
  SetUpTwoFactor,
} from '../../contracts/account.ts'
import { GetSession, MeetChallenge, SignIn } from '../../contracts/auth.ts'
import { ResetUserTwoFactor } from '../../contracts/people.ts'
import { CurrentSettings } from '../../contracts/settings.ts'
import { Settings } from '../../contracts/settings-schema.ts'
import { stateStore } from '../../bus/nats/state.ts'
import { type Browser, type Household, PASSWORD, type Person, refusal, startHousehold } from './household.test.rig.ts'

let house: Household
beforeAll(async () => {
  house = await startHousehold()
})
afterAll(() => house.stop())

const ask: Household['rig']['client']['ask'] = (contract, input, who) => house.rig.client.ask(contract, input, who)
/** A code of the app, this many steps from now. */
const codeOf = (secret: string, steps = 0): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * 30_000 })
const wrong = (secret: string): string => {
  const near = [-1, 0, 1].map((steps) => codeOf(secret, steps))
  return ['000000', '111111', '222222', '333333'].find((code) => !near.includes(code))!
}

/** Somebody with a second factor, whose app showed the code of the step before this one. */
async function secured(role: 'admin' | 'user' = 'user') {
  const person = await house.person(role)
  const browser = house.stranger()
  const { who } = await house.signIn(person, browser)
  const { secret } = await ask(SetUpTwoFactor, { password: PASSWORD }, who)
  const { recoveryCodes } = await ask(ConfirmTwoFactor, { code: codeOf(secret, -1) }, who)
  return { person, browser, who, secret, recoveryCodes }
}

async function challenge(person: Person, browser: Browser): Promise<string> {
  const { grant, twoFactor } = await ask(SignIn, { username: person.username, password: PASSWORD }, browser)
  expect(grant).toBeNull()
  return twoFactor!.challenge
}

describe('setting it up', () => {
  it('gives a secret that is sealed, a picture of it, and nothing is in force before the first code', async () => {
    const person = await house.person()
    const { who } = await house.signIn(person)
    const { secret, uri, qr } = await ask(SetUpTwoFactor, { password: PASSWORD }, who)
    expect(uri).toContain(`otpauth://totp/MediaNest:${person.username}`)
    expect(uri).toContain(secret)
    expect(qr).toMatch(/^<svg/)
    const stored = await house.pool.query<{ totp_secret: string }>(
      'select totp_secret from auth.account where id = $1',
      [person.id],
    )
    expect(stored.rows[0]!.totp_secret).not.toContain(secret)
    expect((await house.signIn(person)).grant).toBeTruthy()
    expect((await refusal(ask(ConfirmTwoFactor, { code: wrong(secret) }, who))).code).toBe('INVALID_CREDENTIALS')
    const { recoveryCodes } = await ask(ConfirmTwoFactor, { code: codeOf(secret) }, who)
    expect(new Set(recoveryCodes).size).toBe(10)
    expect((await ask(GetAccount, {}, who)).twoFactor).toEqual({
      enabled: true,
      recoveryCodesLeft: 10,
      required: false,
    })
    expect((await refusal(ask(SetUpTwoFactor, { password: PASSWORD }, who))).code).toBe('CONFLICT')
    const hashes = await house.pool.query('select c::text as row from auth.recovery_code c')
    expect(JSON.stringify(hashes.rows)).not.toContain(recoveryCodes[0]!.split('-')[0])
    const events = await house.facts('auth.two-factor-changed', person.id)
    expect(events.map((event) => event.data['change'])).toEqual(['enabled'])
  })

  it('needs the password, which cannot be guessed', async () => {
    const { who } = await house.signIn(await house.person())
    expect((await refusal(ask(SetUpTwoFactor, {}, who))).code).toBe('INVALID_CREDENTIALS')
    const codes = await Promise.all(
      Array.from({ length: 10 }, async () => (await refusal(ask(SetUpTwoFactor, { password: 'no' }, who))).code),
    )
    expect(codes.filter((code) => code === 'INVALID_CREDENTIALS')).toHaveLength(4)
  })

  it('is without a password for who has none', async () => {
    const person = await house.person()
    const { who } = await house.signIn(person)
    await house.pool.query('update auth.account set password_hash = null where id = $1', [person.id])
    expect((await ask(SetUpTwoFactor, {}, who)).secret).toBeTruthy()
    expect((await ask(GetAccount, {}, who)).hasPassword).toBe(false)
  })
})

describe('a sign-in with it', () => {
  it('asks for a code, which is good once and in this browser', async () => {
    const { person, browser, secret } = await secured()
    const token = await challenge(person, browser)
    const stored = await house.pool.query('select c::text as row from auth.challenge c')
    expect(JSON.stringify(stored.rows)).not.toContain(token)
    expect((await refusal(ask(MeetChallenge, { challenge: token, code: codeOf(secret) }, house.stranger()))).code).toBe(
      'CHALLENGE_OVER',
    )
    const code = codeOf(secret)
    const { grant } = await ask(MeetChallenge, { challenge: token, code }, browser)
    expect(grant?.user.id).toBe(person.id)
    expect((await refusal(ask(MeetChallenge, { challenge: token, code }, browser))).code).toBe('CHALLENGE_OVER')
    const again = await challenge(person, browser)
    expect((await refusal(ask(MeetChallenge, { challenge: again, code }, browser))).code).toBe('INVALID_CREDENTIALS')
    expect((await house.facts('auth.sign-in-failed', person.id)).at(-1)?.data['reason']).toBe('two-factor')
  })

  it('takes a recovery code once, however it is typed', async () => {
    const { person, browser, who, recoveryCodes } = await secured()
    const [first, second] = [recoveryCodes[0]!, recoveryCodes[1]!]
    const code = first.toUpperCase().replaceAll('-', ' ')
    const { grant } = await ask(MeetChallenge, { challenge: await challenge(person, browser), code }, browser)
    const me = { ...who, sessionId: grant!.sessionId }
    expect((await ask(GetAccount, {}, me)).twoFactor.recoveryCodesLeft).toBe(9)
    const token = await challenge(person, browser)
    expect((await refusal(ask(MeetChallenge, { challenge: token, code: first }, browser))).code).toBe(
      'INVALID_CREDENTIALS',
    )
    expect((await ask(MeetChallenge, { challenge: token, code: second }, browser)).grant).not.toBeNull()
  })

  it('remembers the device when that was asked for in the first step', async () => {
    const { person, browser, secret } = await secured()
    const input = { username: person.username, password: PASSWORD, remember: true }
    const { twoFactor } = await ask(SignIn, input, browser)
    const { grant } = await ask(MeetChallenge, { challenge: twoFactor!.challenge, code: codeOf(secret) }, browser)
    expect(grant?.remember).not.toBeNull()
  })

  it('is over after five tries, and after its time', async () => {
    const { person, secret } = await secured()
    const browser = house.stranger()
    const token = await challenge(person, browser)
    const codes = await Promise.all(
      Array.from(
        { length: 20 },
        async () => (await refusal(ask(MeetChallenge, { challenge: token, code: wrong(secret) }, browser))).code,
      ),
    )
    expect(codes.filter((code) => code === 'INVALID_CREDENTIALS')).toHaveLength(5)
    await house.pool.query('delete from auth.failed_sign_in')
    expect((await refusal(ask(MeetChallenge, { challenge: token, code: codeOf(secret) }, browser))).code).toBe(
      'CHALLENGE_OVER',
    )
    const late = await challenge(person, browser)
    await house.pool.query(`update auth.challenge set ends_at = now() - interval '1 s' where account_id = $1`, [
      person.id,
    ])
    expect((await refusal(ask(MeetChallenge, { challenge: late, code: codeOf(secret) }, browser))).code).toBe(
      'CHALLENGE_OVER',
    )
  })

  it('a right password does not forgive wrong codes', async () => {
    const { person, secret } = await secured()
    const browser = house.stranger()
    for (let i = 0; i < 5; i++) {
      const token = await challenge(person, browser)
      expect((await refusal(ask(MeetChallenge, { challenge: token, code: wrong(secret) }, browser))).code).toBe(
        'INVALID_CREDENTIALS',
      )
    }
    // the first step waits as well: the address has failed
    expect((await refusal(ask(SignIn, { username: person.username, password: PASSWORD }, browser))).code).toBe(
      'RATE_LIMIT_EXCEEDED',
    )
    const elsewhere = house.stranger()
    const token = await challenge(person, elsewhere)
    expect((await refusal(ask(MeetChallenge, { challenge: token, code: wrong(secret) }, elsewhere))).code).toBe(
      'RATE_LIMIT_EXCEEDED',
    )
  })
})

describe('taking it off', () => {
  it('needs a code, as new recovery codes do', async () => {
    const { person, who, recoveryCodes, secret } = await secured()
    expect((await refusal(ask(RenewRecoveryCodes, { code: wrong(secret) }, who))).code).toBe('INVALID_CREDENTIALS')
    const renewed = await ask(RenewRecoveryCodes, { code: codeOf(secret) }, who)
    expect((await refusal(ask(DisableTwoFactor, { code: recoveryCodes[0]! }, who))).code).toBe('INVALID_CREDENTIALS')
    await ask(DisableTwoFactor, { code: renewed.recoveryCodes[0]! }, who)
    expect((await house.signIn(person)).grant).toBeTruthy()
    const events = await house.facts('auth.two-factor-changed', person.id)
    expect(events.map((event) => event.data['change'])).toEqual(['enabled', 'recovery-codes', 'disabled'])
  })

  it('is for an admin to do for somebody else who lost it', async () => {
    const { person, who } = await secured()
    const admin = await house.signIn(await house.person('admin'))
    expect((await refusal(ask(ResetUserTwoFactor, { id: person.id }, who))).code).toBe('FORBIDDEN')
    await ask(ResetUserTwoFactor, { id: person.id }, admin.who)
    expect((await house.signIn(person)).grant).toBeTruthy()
    expect((await refusal(ask(ResetUserTwoFactor, { id: person.id }, admin.who))).code).toBe('CONFLICT')
    expect((await refusal(ask(ResetUserTwoFactor, { id: admin.grant.user.id }, admin.who))).code).toBe('CONFLICT')
  })
})

it('is offered to admins until they say no, and required where the house says so', async () => {
  const { who, grant } = await house.signIn(await house.person('admin'))
  const { who: user } = await house.signIn(await house.person())
  const mine = { twoFactorOffered: true, twoFactorSetupRequired: false }
  expect(await ask(GetSession, {}, who)).toMatchObject(mine)
  expect(await ask(GetSession, {}, user)).toMatchObject({ twoFactorOffered: false, twoFactorSetupRequired: false })
  await ask(DismissTwoFactor, {}, who)
  expect(await ask(GetSession, {}, who)).toMatchObject({ twoFactorOffered: false })
  expect(grant.twoFactorSetupRequired).toBe(false)
  const settings = stateStore(house.rig.link, CurrentSettings)
  const values = Settings.parse({ auth: { twoFactor: 'required', sessionHours: 2 } })
  await settings.put('current', { version: 1, values })
  try {
    expect(await ask(GetSession, {}, who)).toMatchObject({ twoFactorSetupRequired: true })
    expect(await ask(GetSession, {}, user)).toMatchObject({ twoFactorSetupRequired: false })
    const fresh = await house.signIn(await house.person('admin'))
    expect(fresh.grant.twoFactorSetupRequired).toBe(true)
    expect(Date.parse(fresh.grant.endsAt) - Date.now()).toBeCloseTo(2 * 3_600_000, -5)
    const { secret } = await ask(SetUpTwoFactor, { password: PASSWORD }, fresh.who)
    await ask(ConfirmTwoFactor, { code: codeOf(secret, -1) }, fresh.who)
    expect(await ask(GetSession, {}, fresh.who)).toMatchObject({ twoFactorSetupRequired: false })
    expect((await refusal(ask(DisableTwoFactor, { code: codeOf(secret) }, fresh.who))).code).toBe('FORBIDDEN')
  } finally {
    await settings.remove('current')
  }
})
