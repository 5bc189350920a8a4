import type { CredentialName } from '../../contracts/services.ts'

/** Every kind of credential, in the order in which people are asked for them. */
export const CREDENTIALS = ['apiKey', 'token', 'username', 'password'] as const satisfies readonly CredentialName[]

export const CREDENTIAL_TITLES: Readonly<Record<CredentialName, string>> = {
  apiKey: 'API key',
  token: 'token',
  username: 'user name',
  password: 'password',
}
