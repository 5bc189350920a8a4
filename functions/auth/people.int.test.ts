import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GetNames, GetSession, ResumeSession, RevokedSession, SignIn } from '../../contracts/auth.ts'
import {
  AcceptInvitation,
  AddUser,
  GetUser,
  ListInvitations,
  ListUsers,
  MakeInvitation,
  RemoveUser,
  ResetUserPassword,
  ResetUserTwoFactor,
  RevokeInvitation,
  ShowInvitation,
  SignUserOut,
  UpdateUser,
} from '../../contracts/people.ts'
import { stateStore } from '../../bus/nats/state.ts'
import { type Household, PASSWORD, refusal, type SignedInAs, startHousehold } from './household.test.rig.ts'

let house: Household
let admin: SignedInAs
let user: SignedInAs
beforeAll(async () => {
  house = await startHousehold()
  admin = await house.signIn(await house.person('admin'))
  user = await house.signIn(await house.person())
})
afterAll(() => house.stop())

const ask: Household['rig']['client']['ask'] = (contract, input, who) => house.rig.client.ask(contract, input, who)
const isOut = async (who: SignedInAs['who']): Promise<boolean> =>
  (await refusal(ask(GetSession, {}, who))).code === 'UNAUTHENTICATED' &&
  (await stateStore(house.rig.link, RevokedSession).get(who.sessionId)) !== null

describe('the list', () => {
  it('goes page by page in one order, whatever is added meanwhile', async () => {
    const tag = randomUUID().slice(0, 8)
    const names = ['Åsa', 'bert', 'Carl', 'dora', 'Emil'].map((name) => `${name} ${tag}`)
    for (const username of names) await ask(AddUser, { username }, admin.who)
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await ask(ListUsers, { search: tag.toUpperCase(), limit: 2, cursor }, admin.who)
      seen.push(...page.items.map((item) => item.username))
      if (seen.length === 2) await ask(AddUser, { username: `0 early ${tag}` }, admin.who)
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect([...seen].sort()).toEqual([...names].sort())
    expect((await refusal(ask(ListUsers, { cursor: 'made up' }, admin.who))).code).toBe('INVALID')
  })

  it('finds part of a name or mail address, and takes signs for what they are', async () => {
    const anna = await house.person()
    await house.pool.query('update auth.account set email = $2 where id = $1', [anna.id, `${anna.id}@Example.org`])
    const found = async (search: string) => (await ask(ListUsers, { search }, admin.who)).items.map(({ id }) => id)
    expect(await found(anna.username.slice(2))).toEqual([anna.id])
    expect(await found(`${anna.id.slice(9)}@EXAMPLE`)).toEqual([anna.id])
    expect(await found('%')).toEqual([])
  })

  it('tells how things stand with a person', async () => {
    const anna = await house.person()
    await house.signIn(anna)
    await house.signIn(anna, house.stranger(), { remember: true })
    expect(await ask(GetUser, { id: anna.id }, admin.who)).toMatchObject({
      username: anna.username,
      role: 'user',
      status: 'active',
      quotas: { requestsPerWeek: null, downloadsPerHour: null },
      hasPassword: true,
      twoFactor: false,
      devices: 2,
      lastSignInAt: expect.any(String),
    })
    expect((await refusal(ask(GetUser, { id: randomUUID() }, admin.who))).code).toBe('NOT_FOUND')
  })

  it('is for admins, and so is everything about other people', async () => {
    const id = admin.grant.user.id
    const asked = [
      ask(ListUsers, {}, user.who),
      ask(GetUser, { id }, user.who),
      ask(AddUser, { username: 'x' }, user.who),
      ask(UpdateUser, { id: user.grant.user.id, role: 'admin' }, user.who),
      ask(ResetUserPassword, { id }, user.who),
      ask(SignUserOut, { id }, user.who),
      ask(ListInvitations, {}, user.who),
      ask(MakeInvitation, { baseUrl: 'http://localhost' }, user.who),
      ask(ListUsers, {}, house.stranger()),
    ]
    for (const one of asked) expect((await refusal(one)).code).toBe('FORBIDDEN')
  })
})

describe('a new person', () => {
  it('has a one-time password and must change it', async () => {
    const username = `new ${randomUUID().slice(0, 8)}`
    const added = await ask(AddUser, { username, role: 'admin' }, admin.who)
    expect(added.user).toMatchObject({ username, role: 'admin', devices: 0 })
    const { grant } = await ask(SignIn, { username, password: added.oneTimePassword }, house.stranger())
    expect(grant?.passwordChangeRequired).toBe(true)
    expect((await refusal(ask(AddUser, { username: username.toUpperCase() }, admin.who))).code).toBe('CONFLICT')
    const [event] = await house.facts('auth.user-added', added.user.id)
    expect(event?.data).toMatchObject({ role: 'admin', how: 'admin' })
    expect(JSON.stringify(event)).not.toContain(added.oneTimePassword)
  })
})

describe('a change', () => {
  it('of role or status ends the sessions, of quotas does not, and each is an event', async () => {
    const anna = await house.person()
    const first = await house.signIn(anna, house.stranger(), { remember: true })
    await ask(UpdateUser, { id: anna.id, quotas: { requestsPerWeek: 3 } }, admin.who)
    expect((await ask(GetSession, {}, first.who)).user.id).toBe(anna.id)
    const promoted = await ask(UpdateUser, { id: anna.id, role: 'admin' }, admin.who)
    expect(promoted).toMatchObject({
      role: 'admin',
      quotas: { requestsPerWeek: 3, downloadsPerHour: null },
      devices: 0,
    })
    expect(await isOut(first.who)).toBe(true)
    expect((await refusal(ask(ResumeSession, { token: first.grant.remember!.token }, first.who))).code).toBe(
      'UNAUTHENTICATED',
    )
    const second = await house.signIn(anna)
    await ask(UpdateUser, { id: anna.id, status: 'disabled', quotas: { requestsPerWeek: null } }, admin.who)
    expect(await isOut(second.who)).toBe(true)
    await ask(UpdateUser, { id: anna.id, status: 'disabled' }, admin.who)
    const events = await house.facts('auth.user-updated', anna.id)
    expect(events.map((event) => event.data['changes'])).toEqual([
      [{ path: 'quotas.requestsPerWeek', from: null, to: 3 }],
      [{ path: 'role', from: 'user', to: 'admin' }],
      [
        { path: 'status', from: 'active', to: 'disabled' },
        { path: 'quotas.requestsPerWeek', from: 3, to: null },
      ],
    ])
    expect(events[0]?.actor).toBe(`user:${admin.grant.user.id}`)
  })

  it('leaves the last active admin in place, also when two resign at once', async () => {
    const alone = await startHousehold()
    try {
      const operator = { ...alone.rig.who, actor: 'operator', role: 'admin' as const }
      const [anna, ben] = [await alone.person('admin'), await alone.person('admin')]
      const resign = (id: string, change: object) => alone.rig.client.ask(UpdateUser, { id, ...change }, operator)
      const both = await Promise.allSettled([resign(anna.id, { role: 'user' }), resign(ben.id, { status: 'disabled' })])
      expect(both.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
      const left = both[0]?.status === 'fulfilled' ? ben.id : anna.id
      expect((await refusal(resign(left, { role: 'user' }))).code).toBe('CONFLICT')
      expect((await refusal(resign(left, { status: 'disabled' }))).code).toBe('CONFLICT')
      expect(await resign(left, { quotas: { downloadsPerHour: 1 } })).toMatchObject({ role: 'admin', status: 'active' })
    } finally {
      await alone.stop()
    }
  })

  it('of a password by an admin gives a one-time one and ends the sessions', async () => {
    const anna = await house.person()
    const { who } = await house.signIn(anna)
    const reset = await ask(ResetUserPassword, { id: anna.id }, admin.who)
    expect(await isOut(who)).toBe(true)
    const { username } = anna
    expect((await refusal(ask(SignIn, { username, password: PASSWORD }, house.stranger()))).code).toBe(
      'INVALID_CREDENTIALS',
    )
    const { grant } = await ask(SignIn, { username, password: reset.oneTimePassword }, house.stranger())
    expect(grant?.passwordChangeRequired).toBe(true)
    expect((await house.facts('auth.password-changed', anna.id)).at(-1)?.data['how']).toBe('admin')
  })

  it('of the own password takes the present one, also for an admin', async () => {
    const reset = ask(ResetUserPassword, { id: admin.grant.user.id }, admin.who)
    expect((await refusal(reset)).code).toBe('CONFLICT')
    expect((await ask(GetSession, {}, admin.who)).user.role).toBe('admin')
  })

  it('of an admin’s account is nothing for an API key, which would be more than its scopes then', async () => {
    const key = { ...admin.who, sessionId: undefined }
    const other = await house.person('admin')
    const plain = await house.person()
    for (const tried of [
      () => ask(AddUser, { username: `by key ${randomUUID()}`, role: 'admin' }, key),
      () => ask(MakeInvitation, { role: 'admin', baseUrl: 'http://house.test' }, key),
      () => ask(UpdateUser, { id: plain.id, role: 'admin' }, key),
      () => ask(UpdateUser, { id: other.id, role: 'user' }, key),
      () => ask(UpdateUser, { id: other.id, status: 'disabled' }, key),
      () => ask(ResetUserPassword, { id: other.id }, key),
      () => ask(ResetUserPassword, { id: admin.grant.user.id }, key),
      () => ask(ResetUserTwoFactor, { id: other.id }, key),
      () => ask(RemoveUser, { id: other.id }, key),
    ])
      expect((await refusal(tried())).code).toBe('FORBIDDEN')
    expect(await ask(GetUser, { id: other.id }, admin.who)).toMatchObject({ role: 'admin', status: 'active' })
    expect((await house.signIn(other)).grant.user.role).toBe('admin')
    expect((await ask(UpdateUser, { id: plain.id, status: 'disabled' }, key)).status).toBe('disabled')
    expect((await ask(AddUser, { username: `by key ${randomUUID()}` }, key)).user.role).toBe('user')
  })

  it('signs a person out everywhere', async () => {
    const anna = await house.person()
    const [one, two] = [await house.signIn(anna), await house.signIn(anna)]
    expect(await ask(SignUserOut, { id: anna.id }, admin.who)).toEqual({ revoked: 2 })
    expect([await isOut(one.who), await isOut(two.who)]).toEqual([true, true])
    expect(await ask(SignUserOut, { id: anna.id }, admin.who)).toEqual({ revoked: 0 })
  })
})

describe('an invitation', () => {
  const invite = (more: object = {}) => ask(MakeInvitation, { baseUrl: 'https://nest.example', ...more }, admin.who)
  const accept = (code: string, username = `guest ${randomUUID()}`.slice(0, 20), browser = house.stranger()) =>
    ask(AcceptInvitation, { code, username, password: PASSWORD }, browser)

  it('makes one account and signs in', async () => {
    const { invitation, code, url } = await invite({ role: 'admin', note: 'for Zoe', expiresInDays: 2 })
    expect(url).toBe(`https://nest.example/invite/${code}`)
    expect(code.length).toBeGreaterThanOrEqual(43)
    expect(await ask(ShowInvitation, { code }, house.stranger())).toEqual({ expiresAt: invitation.expiresAt })
    const stored = await house.pool.query('select i::text as row from auth.invitation i')
    expect(JSON.stringify(stored.rows)).not.toContain(code)
    const both = await Promise.allSettled([accept(code), accept(code)])
    const [made] = both.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    expect(both.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
    expect(made?.grant).toMatchObject({ user: { role: 'admin' }, passwordChangeRequired: false })
    const { items } = await ask(ListInvitations, {}, admin.who)
    expect(items[0]).toMatchObject({
      id: invitation.id,
      state: 'used',
      usedBy: made?.grant?.user.username,
      note: 'for Zoe',
    })
    expect((await refusal(ask(ShowInvitation, { code }, house.stranger()))).code).toBe('NOT_FOUND')
    expect((await refusal(ask(RevokeInvitation, { id: invitation.id }, admin.who))).code).toBe('CONFLICT')
  })

  it('stays good when the name is taken', async () => {
    const { code } = await invite()
    expect((await refusal(accept(code, admin.grant.user.username.toUpperCase()))).code).toBe('CONFLICT')
    expect((await accept(code)).grant).not.toBeNull()
  })

  it('is over when it was taken back or its time passed', async () => {
    const [revoked, late] = [await invite(), await invite()]
    await ask(RevokeInvitation, { id: revoked.invitation.id }, admin.who)
    await house.pool.query(`update auth.invitation set ends_at = now() - interval '1 s' where id = $1`, [
      late.invitation.id,
    ])
    for (const { code } of [revoked, late]) expect((await refusal(accept(code))).code).toBe('NOT_FOUND')
    const { items, nextCursor } = await ask(ListInvitations, { limit: 1 }, admin.who)
    expect(items.map(({ id, state }) => [id, state])).toEqual([[late.invitation.id, 'expired']])
    const next = await ask(ListInvitations, { limit: 1, cursor: nextCursor! }, admin.who)
    expect(next.items.map(({ id, state }) => [id, state])).toEqual([[revoked.invitation.id, 'revoked']])
  })

  it('cannot be guessed at speed', async () => {
    const browser = house.stranger()
    for (let i = 0; i < 5; i++) expect((await refusal(accept(`guess ${i}`, undefined, browser))).code).toBe('NOT_FOUND')
    expect((await refusal(accept('guess', undefined, browser))).code).toBe('RATE_LIMIT_EXCEEDED')
  })
})

it('names are told by id and by name', async () => {
  const [anna, ben] = [await house.person(), await house.person()]
  const { items } = await ask(
    GetNames,
    { ids: [anna.id, randomUUID()], usernames: [ben.username.toUpperCase(), 'nobody'] },
    house.rig.who,
  )
  expect(items.map(({ id }) => id).sort()).toEqual([anna.id, ben.id].sort())
})
