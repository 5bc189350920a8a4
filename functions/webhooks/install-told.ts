const LOOPBACK = /^(localhost|127\.[\d.]+|\[::1\])$/

const isLoopback = (url: string): boolean => LOOPBACK.test(new URL(url).hostname)

interface Outcome {
  /** Seerr says that it delivered its test. */
  tested: boolean
  /** It arrived here. */
  verified: boolean
  /** The address that was written, up to the secret part. */
  baseUrl: string
  seerrUrl: string | null
}

/** What came of an installation, and what to do about it. */
export function toldOf({ tested, verified, baseUrl, seerrUrl }: Outcome): string {
  if (verified) return 'Seerr sends its webhooks here from now on, and its test has arrived.'
  const ours = new URL(baseUrl).origin
  if (isLoopback(baseUrl) && seerrUrl !== null && !isLoopback(seerrUrl)) {
    return `The address is written into Seerr, but ${ours} leads from the machine of Seerr to itself. Open the portal by the address that other machines use for it, or set PUBLIC_URL to that, and install again.`
  }
  if (tested)
    return `Seerr says that it delivered its test to ${ours}, but none arrived here. Does that address lead to this portal?`
  const inside = isLoopback(baseUrl) ? ' Inside a container, localhost is the container itself.' : ''
  return `The address is written into Seerr, but Seerr could not deliver its test to ${ours}. Can its machine, or its container, reach this portal there?${inside}`
}
