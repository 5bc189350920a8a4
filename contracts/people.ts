import { z } from 'zod'
import { NewPassword, Role, SignInResult, Username } from './auth.ts'
import { action, event, personal, query, secret } from './define.ts'

export const UserStatus = z.enum(['active', 'disabled'])
export type UserStatus = z.infer<typeof UserStatus>

/** Null is no limit of ours. Requests are counted over a week, downloads over an hour. */
export const Quotas = z.object({
  requestsPerWeek: z.int().min(0).max(10_000).nullable(),
  downloadsPerHour: z.int().min(0).max(10_000).nullable(),
})
export type Quotas = z.infer<typeof Quotas>

export const UserRecord = z.object({
  id: z.uuid(),
  username: z.string(),
  email: z.string().nullable(),
  role: Role,
  status: UserStatus,
  quotas: Quotas,
  plexUsername: z.string().nullable(),
  plexState: z.enum(['none', 'linked', 'broken']),
  hasPassword: z.boolean(),
  twoFactor: z.boolean(),
  devices: z.int(),
  createdAt: z.iso.datetime(),
  lastSignInAt: z.iso.datetime().nullable(),
})
export type UserRecord = z.infer<typeof UserRecord>

export const ListUsers = query('auth.users', {
  summary: 'People with an account, by name.',
  input: {
    /** Part of a name or mail address. */
    search: z.string().max(100).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().max(400).optional(),
  },
  result: z.object({ items: z.array(UserRecord), nextCursor: z.string().nullable() }),
  refusals: ['INVALID'],
})

export const GetUser = query('auth.user', {
  summary: 'One person.',
  input: { id: z.uuid() },
  result: UserRecord,
  refusals: ['NOT_FOUND'],
})

const oneTimePassword = z.string()

/** For other parts of the portal, which keep a copy of who may be told what; never through the edge. */
export const ListRoles = query('auth.roles', {
  summary: 'Role and status of everybody, or of these.',
  input: { ids: z.array(z.uuid()).max(100).optional() },
  result: z.object({ items: z.array(z.object({ id: z.uuid(), role: Role, status: UserStatus })) }),
})

export const AddUser = action('auth.add-user', {
  summary: 'Makes an account with a one-time password, for somebody without Plex.',
  input: { username: Username, role: Role.default('user') },
  result: z.object({ user: UserRecord, oneTimePassword }),
  refusals: ['CONFLICT'],
})

/** A new role or status ends the person's sessions. The last active admin keeps both (CONFLICT). */
export const UpdateUser = action('auth.update-user', {
  summary: 'Changes role, status or quotas of a person; what is left out stays.',
  input: {
    id: z.uuid(),
    role: Role.optional(),
    status: UserStatus.optional(),
    quotas: Quotas.partial().optional(),
  },
  result: UserRecord,
  refusals: ['NOT_FOUND', 'CONFLICT'],
})

/** Their key in the journal is destroyed, raw webhooks that name them are deleted. Cannot be taken back. */
export const RemoveUser = action('auth.remove-user', {
  summary: 'Erases a person everywhere.',
  input: { id: z.uuid() },
  result: z.object({ id: z.uuid(), rawWebhooksDeleted: z.int() }),
  refusals: ['NOT_FOUND', 'CONFLICT', 'UNAVAILABLE'],
})

export const ResetUserPassword = action('auth.reset-user-password', {
  summary: 'Gives a person a new one-time password and ends their sessions.',
  input: { id: z.uuid() },
  result: z.object({ oneTimePassword }),
  refusals: ['NOT_FOUND', 'CONFLICT'],
})

export const SignUserOut = action('auth.sign-user-out', {
  summary: 'Signs a person out on every device.',
  input: { id: z.uuid() },
  result: z.object({ revoked: z.int() }),
  refusals: ['NOT_FOUND'],
})

export const ResetUserTwoFactor = action('auth.reset-user-two-factor', {
  summary: 'Takes the second factor off a person who lost it.',
  input: { id: z.uuid() },
  result: z.object({ id: z.uuid() }),
  refusals: ['NOT_FOUND', 'CONFLICT'],
})

const person = { userId: z.uuid(), username: personal(z.string()) }

export const UserAdded = event('auth.user-added', {
  summary: 'A person has an account now.',
  data: { ...person, role: Role, how: z.enum(['plex', 'invitation', 'admin']) },
  key: (d) => d.userId,
})

export const UserUpdated = event('auth.user-updated', {
  summary: 'Role, status or quotas of a person changed.',
  data: {
    ...person,
    changes: z.array(z.object({ path: z.string(), from: z.unknown(), to: z.unknown() })),
  },
  key: (d) => d.userId,
})

export const UserRemoved = event('auth.user-removed', {
  summary: 'A person was erased.',
  data: { userId: z.uuid() },
  key: (d) => d.userId,
})

export const Invitation = z.object({
  id: z.uuid(),
  role: Role,
  note: z.string().nullable(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  state: z.enum(['open', 'used', 'expired', 'revoked']),
  usedBy: z.string().nullable(),
})
export type Invitation = z.infer<typeof Invitation>

export const ListInvitations = query('auth.invitations', {
  summary: 'Invitations, newest first.',
  input: {
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().max(400).optional(),
  },
  result: z.object({ items: z.array(Invitation), nextCursor: z.string().nullable() }),
  refusals: ['INVALID'],
})

/** Good for one person. The address is in this answer and nowhere else. */
export const MakeInvitation = action('auth.make-invitation', {
  summary: 'Makes an invitation to hand to somebody.',
  input: {
    role: Role.default('user'),
    expiresInDays: z.int().min(1).max(90).default(7),
    /** For the admin: whom it is for. */
    note: z.string().trim().max(200).optional(),
    baseUrl: z.url(),
  },
  result: z.object({ invitation: Invitation, code: z.string(), url: z.url() }),
})

export const RevokeInvitation = action('auth.revoke-invitation', {
  summary: 'Takes an invitation back.',
  input: { id: z.uuid() },
  result: z.object({ id: z.uuid() }),
  refusals: ['NOT_FOUND', 'CONFLICT'],
})

export const ShowInvitation = query('auth.show-invitation', {
  summary: 'Tells whoever holds an invitation whether it is still good.',
  input: { code: z.string().min(1).max(200) },
  result: z.object({ expiresAt: z.iso.datetime() }),
  refusals: ['NOT_FOUND'],
})

export const AcceptInvitation = action('auth.accept-invitation', {
  summary: 'Makes an account with a name and password from an invitation, and signs in.',
  input: { code: z.string().min(1).max(200), username: Username, password: secret(NewPassword) },
  result: SignInResult,
  refusals: ['NOT_FOUND', 'CONFLICT', 'RATE_LIMIT_EXCEEDED'],
})

export const InvitationMade = event('auth.invitation-made', {
  summary: 'Somebody was invited.',
  data: { invitationId: z.uuid(), role: Role, expiresAt: z.iso.datetime() },
  key: (d) => d.invitationId,
})

export const InvitationRevoked = event('auth.invitation-revoked', {
  summary: 'An invitation was taken back.',
  data: { invitationId: z.uuid() },
  key: (d) => d.invitationId,
})

const forget = { userId: z.uuid(), names: z.array(z.string()).max(20) }

/** Asked by the owner of the accounts when a person is erased; repeatable. `names` are all that they are known by. */
export const ForgetInRequests = action('requests.forget-person', {
  summary: 'Forgets who asked and who commented.',
  input: forget,
  result: z.object({}),
})
export const ForgetInLibrary = action('library.forget-person', {
  summary: 'Forgets who watched and rated.',
  input: forget,
  result: z.object({}),
})
/** Deletes from the streams and from the index. */
export const ForgetInJournal = action('journal.forget-person', {
  summary: 'Deletes the raw webhooks that name a person.',
  input: forget,
  result: z.object({ deleted: z.int() }),
})
