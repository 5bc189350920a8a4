import { afterAll, beforeAll, expect, it } from 'vitest'
import { CheckApiKey, ListApiKeys, MakeApiKey, RevokeApiKey } from '../../contracts/account.ts'
import { RevokedSession } from '../../contracts/auth.ts'
import { UpdateUser } from '../../contracts/people.ts'
import { stateStore } from '../../bus/nats/state.ts'
import { type Household, refusal, type SignedInAs, startHousehold } from './household.test.rig.ts'

let house: Household
let edge: { actor: string; correlationId: string }
beforeAll(async () => {
  house = await startHousehold()
  edge = { ...house.rig.who, actor: 'visitor' }
})
afterAll(() => house.stop())

const ask: Household['rig']['client']['ask'] = (contract, input, who) => house.rig.client.ask(contract, input, who)
const make = ({ who }: SignedInAs, more: object = {}) =>
  ask(MakeApiKey, { name: 'Home Assistant', scopes: ['status:read'], ...more }, who)
const check = (value: string) => ask(CheckApiKey, { value }, edge)

it('a key is shown once, stored as a hash, and tells whose it is and what it may do', async () => {
  const anna = await house.signIn(await house.person())
  const { apiKey, value } = await make(anna, { scopes: ['status:read', 'media:write', 'status:read'] })
  expect(value).toMatch(/^mn_[\w-]{43}$/)
  expect(Date.parse(apiKey.expiresAt!) - Date.now()).toBeCloseTo(365 * 86_400_000, -5)
  const stored = await house.pool.query('select k::text as row from auth.api_key k')
  expect(JSON.stringify(stored.rows)).not.toContain(value.slice(3))
  expect(await check(value)).toEqual({
    keyId: apiKey.id,
    user: anna.grant.user,
    scopes: ['media:write', 'status:read'],
    expiresAt: apiKey.expiresAt,
  })
  expect((await refusal(check(`${value.slice(0, -1)}!`))).code).toBe('UNAUTHENTICATED')
  const [made] = await house.facts('auth.api-key-made', anna.grant.user.id)
  expect(JSON.stringify(made)).not.toContain(value.slice(3))
  expect(made?.data).toMatchObject({ keyId: apiKey.id, scopes: ['media:write', 'status:read'] })
})

it('its last use is noted, no more than once a minute', async () => {
  const anna = await house.signIn(await house.person())
  const { apiKey, value } = await make(anna, { expiresInDays: null })
  expect(apiKey).toMatchObject({ lastUsedAt: null, expiresAt: null })
  const lastUse = async () => (await ask(ListApiKeys, {}, anna.who)).items[0]!.lastUsedAt
  await check(value)
  const first = await lastUse()
  expect(Date.now() - Date.parse(first!)).toBeLessThan(10_000)
  await check(value)
  expect(await lastUse()).toBe(first)
  await house.pool.query(`update auth.api_key set last_used_at = now() - interval '61 s' where id = $1`, [apiKey.id])
  await check(value)
  expect(Date.parse((await lastUse())!)).toBeGreaterThanOrEqual(Date.parse(first!))
})

it('ends at once when it is revoked, with its time, and with the account', async () => {
  const anna = await house.signIn(await house.person())
  const [revoked, expired, ofDisabled] = [await make(anna), await make(anna), await make(anna)]
  await ask(RevokeApiKey, { id: revoked.apiKey.id }, anna.who)
  const states = stateStore(house.rig.link, RevokedSession)
  expect(await states.get(revoked.apiKey.id)).not.toBeNull()
  expect((await refusal(check(revoked.value))).code).toBe('UNAUTHENTICATED')
  expect((await refusal(ask(RevokeApiKey, { id: revoked.apiKey.id }, anna.who))).code).toBe('NOT_FOUND')
  await house.pool.query(`update auth.api_key set ends_at = now() - interval '1 s' where id = $1`, [expired.apiKey.id])
  expect((await refusal(check(expired.value))).code).toBe('UNAUTHENTICATED')
  const admin = await house.signIn(await house.person('admin'))
  await ask(UpdateUser, { id: anna.grant.user.id, status: 'disabled' }, admin.who)
  expect((await refusal(check(ofDisabled.value))).code).toBe('UNAUTHENTICATED')
  expect(await states.get(ofDisabled.apiKey.id)).not.toBeNull()
  await ask(UpdateUser, { id: anna.grant.user.id, status: 'active' }, admin.who)
  expect(await states.get(ofDisabled.apiKey.id)).toBeNull()
  expect((await check(ofDisabled.value)).user.id).toBe(anna.grant.user.id)
})

it('follows the role of the person, and keys for admins are for admins', async () => {
  const [anna, ben] = [await house.person('admin'), await house.person()]
  const [admin, user] = [await house.signIn(anna), await house.signIn(ben)]
  expect((await refusal(make(user, { scopes: ['people:read', 'settings:write'] }))).code).toBe('CONFLICT')
  const { value } = await make(admin, { scopes: ['people:read'] })
  const other = await house.signIn(await house.person('admin'))
  await ask(UpdateUser, { id: anna.id, role: 'user' }, other.who)
  expect(await check(value)).toMatchObject({ user: { role: 'user' }, scopes: ['people:read'] })
})

it('is seen and revoked by nobody else', async () => {
  const [anna, ben] = [await house.signIn(await house.person()), await house.signIn(await house.person('admin'))]
  const { apiKey, value } = await make(anna)
  expect((await ask(ListApiKeys, {}, ben.who)).items).toEqual([])
  expect((await refusal(ask(RevokeApiKey, { id: apiKey.id }, ben.who))).code).toBe('NOT_FOUND')
  expect((await check(value)).keyId).toBe(apiKey.id)
  expect((await refusal(ask(MakeApiKey, { name: 'x', scopes: ['status:read'] }, edge))).code).toBe('UNAUTHENTICATED')
})

it('a person has 50 of them', async () => {
  const anna = await house.signIn(await house.person())
  await house.pool.query(
    `insert into auth.api_key (id, account_id, name, hash, scopes)
     select gen_random_uuid(), $1, 'old', gen_random_uuid()::text, '{}' from generate_series(1, 49)`,
    [anna.grant.user.id],
  )
  const made = await Promise.allSettled([make(anna), make(anna)])
  expect(made.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
  expect((await refusal(make(anna))).code).toBe('CONFLICT')
})
