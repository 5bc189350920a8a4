import type { Insertable, Transaction } from 'kysely'
import { type Challenge, SignedIn, SignInFailed, type SessionGrant } from '../../../contracts/auth.ts'
import type { InputOf } from '../../../contracts/define.ts'
import { UserAdded } from '../../../contracts/people.ts'
import { PlexLinked } from '../../../contracts/plex-sign-in.ts'
import type { Settings } from '../../../contracts/settings-schema.ts'
import type { EmitOptions, MessageMeta } from '../../../bus/index.ts'
import { admit } from '../admit.ts'
import type { AuthTables } from '../domain.ts'
import { takeInvitation } from '../invitation.ts'
import type { AccountRow } from '../rights.ts'
import { decideEntry, membershipOf } from './membership.ts'
import { endPin, type PinRow } from './pin.ts'
import { SENTENCE } from './sentences.ts'
import { usernamesLike } from './usernames.ts'
import { linkOf, type Vouched } from './vouched.ts'

/** What entering may emit. */
export const ENTER_EVENTS = [SignedIn, SignInFailed, UserAdded, PlexLinked] as const
type EnterEvent = (typeof ENTER_EVENTS)[number]

export interface EnterContext {
  readonly meta: MessageMeta
  now(): Date
  seal(text: string): string
  emit<C extends EnterEvent>(contract: C, data: InputOf<C>, options?: EmitOptions): string
}

export interface Ending {
  status: PinRow['status']
  message: string | null
  grant: SessionGrant | null
  twoFactor: Challenge | null
  /** Sessions to announce the end of, after the commit. */
  ended: string[]
}

const nothing = { message: null, grant: null, twoFactor: null, ended: [] as string[] }
const over: Ending = { ...nothing, status: 'used', message: SENTENCE.used }

/** Lets somebody in, or says why not. Who is refused leaves nothing here but the code's own row. */
export async function enter(
  tx: Transaction<AuthTables>,
  pin: PinRow,
  who: Vouched,
  settings: Settings,
  ctx: EnterContext,
): Promise<Ending> {
  const account = await tx
    .selectFrom('account')
    .selectAll()
    .where('plex_id', '=', who.plexId)
    .forUpdate()
    .executeTakeFirst()
  const invitation = account ? undefined : await stillOpen(tx, pin.invitation_id)
  const { server } = who
  const listed = server.is === 'known' ? membershipOf(who.resources, server.machineIdentifier, who.plexId) : server.is
  // who cannot be proven to own it is a guest like the others, whom an admin can make more
  const membership = listed === 'owner' && !who.ownerProven ? 'shared' : listed
  const entry = decideEntry({
    account: account ?? null,
    membership,
    invited: invitation?.role ?? null,
    plexAccess: settings.auth.plexAccess,
  })
  if (!entry.enter) {
    if (entry.because === 'unknown')
      return { ...nothing, status: 'pending', message: SENTENCE.unknown(server.is === 'unknown' ? server.message : '') }
    const message = SENTENCE[entry.because]
    if (!(await endPin(tx, pin.id, 'refused', message))) return over
    const reason = entry.because === 'disabled' ? 'disabled' : 'not-a-member'
    if (entry.because !== 'unconnected')
      ctx.emit(SignInFailed, { userId: account?.id ?? null, username: account?.username ?? null, reason })
    return { ...nothing, status: 'refused', message }
  }

  const link = { ...linkOf(who, ctx), plex_access: entry.access }
  const known = account ?? (await newAccount(tx, who.name, { ...link, role: entry.role }))
  const current = await tx
    .updateTable('account')
    .set(link)
    .where('id', '=', known.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  const admitted = await admit(tx, current, { how: 'plex', remember: pin.remember, meta: ctx.meta, settings })
  const status = admitted.started ? 'signed-in' : 'two-factor'
  // last, as it locks: who comes second finds it ended and takes all of the above back
  if (!(await endPin(tx, pin.id, status))) throw new SecondTry()
  const person = { userId: known.id, username: known.username }
  const actor = { actor: `user:${known.id}` }
  if (!account) {
    if (invitation) await takeInvitation(tx, invitation.id, known.id)
    ctx.emit(UserAdded, { ...person, role: known.role, how: entry.access === 'own' ? 'invitation' : 'plex' }, actor)
  }
  if (account?.plex_state !== 'linked') ctx.emit(PlexLinked, { ...person, plexUsername: who.name }, actor)
  if (admitted.started) ctx.emit(SignedIn, admitted.started.signedIn, actor)
  return { status, message: null, ...admitted.result, ended: admitted.started?.ended ?? [] }
}

/** Somebody else ended the same sign-in a moment before. */
export class SecondTry extends Error {
  override readonly name = 'SecondTry'
}

async function stillOpen(tx: Transaction<AuthTables>, id: string | null) {
  if (id === null) return undefined
  return tx
    .selectFrom('invitation')
    .select(['id', 'role'])
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('ends_at', '>', new Date())
    .forUpdate()
    .executeTakeFirst()
}

/** Under Plex's name, or one close to it when somebody here is called so. */
async function newAccount(
  tx: Transaction<AuthTables>,
  name: string,
  values: Omit<Insertable<AuthTables['account']>, 'username'> & { plex_id: string },
): Promise<AccountRow> {
  for (const username of usernamesLike(name)) {
    const made = await tx
      .insertInto('account')
      .values({ ...values, username })
      .onConflict((oc) => oc.doNothing())
      .returningAll()
      .executeTakeFirst()
    if (made) return made
    const twin = await tx.selectFrom('account').select('id').where('plex_id', '=', values.plex_id).executeTakeFirst()
    // the same person at another browser, at the same moment
    if (twin) throw new SecondTry()
  }
  throw new Error('No free name was found for a person from Plex.')
}

/** Ties the Plex account to the account that started it. */
export async function link(tx: Transaction<AuthTables>, pin: PinRow, who: Vouched, ctx: EnterContext): Promise<Ending> {
  const refuse = async (message: string): Promise<Ending> =>
    (await endPin(tx, pin.id, 'refused', message)) ? { ...nothing, status: 'refused', message } : over
  const account = await tx
    .selectFrom('account')
    .selectAll()
    .where('id', '=', pin.account_id)
    .where('status', '=', 'active')
    .forUpdate()
    .executeTakeFirst()
  if (!account) return refuse(SENTENCE.gone)
  const other = await tx
    .selectFrom('account')
    .select('id')
    .where('plex_id', '=', who.plexId)
    .where('id', '!=', account.id)
    .executeTakeFirst()
  if (other) return refuse(SENTENCE.taken)
  if (!(await endPin(tx, pin.id, 'linked'))) return over
  await tx.updateTable('account').set(linkOf(who, ctx)).where('id', '=', account.id).execute()
  ctx.emit(
    PlexLinked,
    { userId: account.id, username: account.username, plexUsername: who.name },
    { actor: `user:${account.id}` },
  )
  return { ...nothing, status: 'linked' }
}
