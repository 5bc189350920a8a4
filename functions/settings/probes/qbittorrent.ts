import { Complaint, type Probe, textIn } from './probe.ts'

/** The sign-in: 200 `Ok.` or `Fails.` up to 5.1, 204 and 401 from 5.2 on, 403 for an address that failed too often. */
export const qbittorrent: Probe = async (ask, { username, password }) => {
  const signIn = await ask('/api/v2/auth/login', {
    method: 'POST',
    body: new URLSearchParams({ username, password }),
    accept: 'text',
    expect: [403],
  })
  const said = textIn(signIn).trim()
  if (signIn.status === 403) {
    throw new Complaint(
      'credentials',
      'qBittorrent has barred this address after too many failed sign-ins: wait an hour or start it again, then try with the right password.',
    )
  }
  if (said === 'Fails.') throw new Complaint('credentials', 'qBittorrent refuses this user name or password.')
  if (signIn.status !== 204 && said !== 'Ok.')
    throw new Complaint('not-understood', 'What answers there does not let anybody in as qBittorrent does.')
  // the name of the cookie differs between versions and may be configured
  const cookie = signIn.headers.getSetCookie().map((one) => one.split(';')[0])
  const version = await ask('/api/v2/app/version', { headers: { cookie: cookie.join('; ') }, accept: 'text' })
  return { product: 'qBittorrent', version: textIn(version).trim() }
}
