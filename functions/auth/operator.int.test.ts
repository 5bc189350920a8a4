import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ConfirmTwoFactor, SetUpTwoFactor } from '../../contracts/account.ts'
import { ResumeSession, SignIn } from '../../contracts/auth.ts'
import { type Household, PASSWORD, refusal, startHousehold } from './household.test.rig.ts'
import { bootstrapAdmin, resetPassword } from './operator.ts'

let house: Household
beforeAll(async () => {
  house = await startHousehold()
})
afterAll(() => house.stop())

it('the first admin is made once, with a password that must be changed', async () => {
  const made = await Promise.all([1, 2, 3].map(() => bootstrapAdmin(house.pool, {})))
  const [first, ...others] = made.filter((one) => one !== undefined)
  expect(others).toEqual([])
  const { grant } = await house.rig.client.ask(
    SignIn,
    { username: 'admin', password: first!.password! },
    house.stranger(),
  )
  expect(grant).toMatchObject({ passwordChangeRequired: true, user: { role: 'admin' } })
  expect(await bootstrapAdmin(house.pool, {})).toBeUndefined()
})

it('a reset lets a locked-out admin in again, and nobody who was in before', async () => {
  const anna = await house.person('admin')
  const { who, grant } = await house.signIn(anna, house.stranger(), { remember: true })
  const { secret } = await house.rig.client.ask(SetUpTwoFactor, { password: PASSWORD }, who)
  const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate()
  await house.rig.client.ask(ConfirmTwoFactor, { code }, who)
  await house.pool.query(`update auth.account set status = 'disabled' where id = $1`, [anna.id])

  const kept = await resetPassword(house.pool, anna.username.toUpperCase())
  expect(kept?.ended).toEqual([grant.sessionId])
  const token = grant.remember!.token
  expect((await refusal(house.rig.client.ask(ResumeSession, { token }, who))).code).toBe('UNAUTHENTICATED')
  const enter = (password: string) =>
    house.rig.client.ask(SignIn, { username: anna.username, password }, house.stranger())
  expect((await enter(kept!.password)).twoFactor).not.toBeNull()

  const reset = await resetPassword(house.pool, anna.username, { twoFactor: true })
  expect((await enter(reset!.password)).grant).toMatchObject({ passwordChangeRequired: true })
  expect((await house.pool.query('select 1 from auth.recovery_code where account_id = $1', [anna.id])).rowCount).toBe(0)
  expect(await resetPassword(house.pool, 'nobody')).toBeNull()
})
