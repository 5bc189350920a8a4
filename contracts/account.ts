import { z } from 'zod'
import { User } from './auth.ts'
import { action, event, personal, query, secret } from './define.ts'
import { Scope } from './scopes.ts'

export const Account = z.object({
  user: User,
  email: z.string().nullable(),
  /** False for somebody who only ever signed in with Plex. */
  hasPassword: z.boolean(),
  plex: z.object({ state: z.enum(['none', 'linked', 'broken']), username: z.string().nullable() }),
  twoFactor: z.object({
    enabled: z.boolean(),
    recoveryCodesLeft: z.int(),
    /** The house requires it of this account. */
    required: z.boolean(),
  }),
  createdAt: z.iso.datetime(),
})
export type Account = z.infer<typeof Account>

export const GetAccount = query('auth.account', {
  summary: 'The own account.',
  input: {},
  result: Account,
  refusals: ['UNAUTHENTICATED'],
})

export const Device = z.object({
  id: z.uuid(),
  /** "Firefox on Linux". */
  name: z.string(),
  address: z.string().nullable(),
  createdAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  remembered: z.boolean(),
  /** The one that asks. */
  current: z.boolean(),
})
export type Device = z.infer<typeof Device>

export const ListDevices = query('auth.devices', {
  summary: 'Devices on which the own account is signed in, the latest first.',
  input: {},
  result: z.object({ items: z.array(Device), nextCursor: z.null() }),
  refusals: ['UNAUTHENTICATED'],
})

export const RevokeDevice = action('auth.revoke-device', {
  summary: 'Signs one of the own devices out.',
  input: { id: z.uuid() },
  result: z.object({ id: z.uuid() }),
  refusals: ['NOT_FOUND', 'UNAUTHENTICATED'],
})

export const RevokeOtherDevices = action('auth.revoke-other-devices', {
  summary: 'Signs every own device out but the one that asks.',
  input: {},
  result: z.object({ revoked: z.int() }),
  refusals: ['UNAUTHENTICATED'],
})

const person = { userId: z.uuid(), username: personal(z.string()) }

export const DeviceRevoked = event('auth.device-revoked', {
  summary: 'A device was signed out from another one.',
  audience: 'owner',
  owner: (d) => d.userId,
  data: { ...person, deviceId: z.uuid(), device: personal(z.string()) },
  key: (d) => d.userId,
})

/** A password of the own account, or a code of the app, to show that it is not only an open window. */
const proof = { password: secret(z.string().max(256)).optional(), code: secret(z.string().trim().max(40)).optional() }

/** Nothing is in force before `ConfirmTwoFactor`. Needs the password where the account has one. */
export const SetUpTwoFactor = action('auth.set-up-two-factor', {
  summary: 'Makes a new secret for an authenticator app.',
  input: { password: proof.password },
  result: z.object({
    /** Base32, to type by hand. */
    secret: z.string(),
    /** `otpauth://…` */
    uri: z.string(),
    /** The same as an SVG picture. */
    qr: z.string(),
  }),
  refusals: ['INVALID_CREDENTIALS', 'CONFLICT', 'UNAUTHENTICATED', 'RATE_LIMIT_EXCEEDED'],
})

const RecoveryCodes = z.object({
  /** Shown once, each good for one sign-in. */
  recoveryCodes: z.array(z.string()),
})

export const ConfirmTwoFactor = action('auth.confirm-two-factor', {
  summary: 'Puts the second factor in force with a first code; gives the recovery codes.',
  input: { code: secret(z.string().trim().min(6).max(10)) },
  result: RecoveryCodes,
  refusals: ['INVALID_CREDENTIALS', 'CONFLICT', 'UNAUTHENTICATED', 'RATE_LIMIT_EXCEEDED'],
})

export const RenewRecoveryCodes = action('auth.renew-recovery-codes', {
  summary: 'Replaces the recovery codes; the old ones are worth nothing from then on.',
  input: { code: secret(z.string().trim().min(6).max(40)) },
  result: RecoveryCodes,
  refusals: ['INVALID_CREDENTIALS', 'CONFLICT', 'UNAUTHENTICATED', 'RATE_LIMIT_EXCEEDED'],
})

export const DisableTwoFactor = action('auth.disable-two-factor', {
  summary: 'Takes the second factor off the own account.',
  input: { code: secret(z.string().trim().min(6).max(40)) },
  result: z.object({}),
  refusals: ['INVALID_CREDENTIALS', 'CONFLICT', 'FORBIDDEN', 'UNAUTHENTICATED', 'RATE_LIMIT_EXCEEDED'],
})

/** "Not now": the page stops offering it. */
export const DismissTwoFactor = action('auth.dismiss-two-factor', {
  summary: 'Remembers that the own account does not want a second factor for now.',
  input: {},
  result: z.object({}),
  refusals: ['UNAUTHENTICATED'],
})

export const TwoFactorChanged = event('auth.two-factor-changed', {
  summary: 'A person has a second factor now, or none any more, or new recovery codes.',
  audience: 'owner',
  owner: (d) => d.userId,
  data: { ...person, change: z.enum(['enabled', 'disabled', 'reset-by-admin', 'recovery-codes']) },
  key: (d) => d.userId,
})

export const ApiKey = z.object({
  id: z.uuid(),
  name: z.string(),
  scopes: z.array(Scope),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  lastUsedAt: z.iso.datetime().nullable(),
})
export type ApiKey = z.infer<typeof ApiKey>

export const ListApiKeys = query('auth.api-keys', {
  summary: 'API keys of the own account.',
  input: {},
  result: z.object({ items: z.array(ApiKey), nextCursor: z.null() }),
  refusals: ['UNAUTHENTICATED'],
})

/** A key never has more rights than the person has at the moment of its use. */
export const MakeApiKey = action('auth.make-api-key', {
  summary: 'Makes an API key; its value is in this answer and nowhere else.',
  input: {
    name: z.string().trim().min(1).max(80),
    scopes: z.array(Scope).min(1).max(32),
    /** Null never expires. */
    expiresInDays: z.int().min(1).max(3650).nullable().default(365),
  },
  result: z.object({ apiKey: ApiKey, value: z.string() }),
  refusals: ['CONFLICT', 'UNAUTHENTICATED'],
})

export const RevokeApiKey = action('auth.revoke-api-key', {
  summary: 'Ends an API key at once.',
  input: { id: z.uuid() },
  result: z.object({ id: z.uuid() }),
  refusals: ['NOT_FOUND', 'UNAUTHENTICATED'],
})

/** For the edge, which remembers the answer for a short while; also notes the use. */
export const CheckApiKey = action('auth.check-api-key', {
  summary: 'Tells whose key this is and what it may do.',
  input: { value: secret(z.string().min(1).max(200)) },
  result: z.object({ keyId: z.uuid(), user: User, scopes: z.array(Scope), expiresAt: z.iso.datetime().nullable() }),
  refusals: ['UNAUTHENTICATED'],
})

export const ApiKeyMade = event('auth.api-key-made', {
  summary: 'A person made an API key.',
  audience: 'owner',
  owner: (d) => d.userId,
  data: { ...person, keyId: z.uuid(), name: personal(z.string()), scopes: z.array(z.string()) },
  key: (d) => d.userId,
})

export const ApiKeyRevoked = event('auth.api-key-revoked', {
  summary: 'An API key was ended.',
  audience: 'owner',
  owner: (d) => d.userId,
  data: { ...person, keyId: z.uuid(), name: personal(z.string()) },
  key: (d) => d.userId,
})
