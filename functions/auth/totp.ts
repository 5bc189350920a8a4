import { Secret, TOTP } from 'otpauth'
import { renderSVG } from 'uqr'

/** What every authenticator app takes: SHA-1, six digits, 30 seconds. */
const STEP_SECONDS = 30
/** One step early or late, for clocks that differ. */
const WINDOW = 1

const totp = (secret: string, username: string): TOTP =>
  new TOTP({
    issuer: 'MediaNest',
    label: username,
    algorithm: 'SHA1',
    digits: 6,
    period: STEP_SECONDS,
    secret: Secret.fromBase32(secret),
  })

/** A new secret of 160 bits, and the ways to bring it into an app. */
export function newTotp(username: string): { secret: string; uri: string; qr: string } {
  const secret = new Secret({ size: 20 }).base32
  const uri = totp(secret, username).toString()
  return { secret, uri, qr: renderSVG(uri) }
}

/** The time step that a code belongs to; null when it is not a code of about now. */
export function stepOf(secret: string, code: string, now: Date): number | null {
  const delta = totp(secret, '').validate({ token: code, timestamp: now.getTime(), window: WINDOW })
  return delta === null ? null : TOTP.counter({ period: STEP_SECONDS, timestamp: now.getTime() }) + delta
}
