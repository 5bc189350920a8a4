import { randomUUID } from 'node:crypto'
import { sign } from 'hono/jwt'
import { TestBrowser, type TestPortal } from '../../infra/test/test-portal.ts'

export interface Minted {
  role?: 'admin' | 'user'
  userId?: string
  passwordChangeRequired?: boolean
  twoFactorSetupRequired?: boolean
  sessionId?: string
  /** Seconds until the session ends; 600 by default. */
  endsIn?: number
}

/** A signed session as the edge itself writes it, for somebody who need not exist. */
export async function mintCookie({ sealer }: Pick<TestPortal, 'sealer'>, who: Minted = {}): Promise<string> {
  const claims = {
    sid: who.sessionId ?? randomUUID(),
    uid: who.userId ?? randomUUID(),
    name: 'somebody',
    role: who.role ?? 'user',
    pcr: who.passwordChangeRequired ?? false,
    tfr: who.twoFactorSetupRequired ?? false,
    kept: false,
    until: Math.floor(Date.now() / 1000) + (who.endsIn ?? 600),
    ends: Math.floor(Date.now() / 1000) + (who.endsIn ?? 600),
  }
  return `medianest_session=${await sign(claims, sealer.keyFor('session').toString('base64url'), 'HS256')}`
}

/** A person with an account of their own and a password that they chose. */
export async function join(
  portal: Pick<TestPortal, 'url'>,
  admin: TestBrowser,
  username: string,
  role: 'admin' | 'user' = 'user',
): Promise<TestBrowser> {
  const made = await admin.call('POST', '/api/admin/users', { username, role })
  const currentPassword = String(made.json.data?.['oneTimePassword'])
  const browser = new TestBrowser(portal.url)
  await browser.call('POST', '/api/auth/admin', { username, password: currentPassword })
  await browser.call('POST', '/api/auth/password', { currentPassword, newPassword: `${username} has a long one` })
  return browser
}
