import { ECDH } from 'node:crypto'
import { lookup } from 'node:dns/promises'
import { isIP, BlockList } from 'node:net'
import type { RequestDetails } from 'web-push'
import type { Kysely, Selectable } from 'kysely'
import { defineOutside, OutsideError } from '../../../bus/index.ts'
import { ChannelFailure } from '../channels/kind.ts'
import { cut, type Message } from '../channels/message.ts'
import { post } from '../channels/post.ts'
import type { DeliveryRules } from '../delivery/rules.ts'
import type { DeliveryTables, PushBrowserTable } from '../delivery/tables.ts'

const outside = defineOutside({ name: 'The push service' })

/** The browser takes no more: it was told so by its person, or is gone. */
export class BrowserGone extends Error {
  override readonly name = 'BrowserGone'
}

/** Seconds that a push service keeps it for a browser that is off. */
const TTL_SECONDS = 24 * 3600
/** Push services want an address of whoever sends; this one where the portal does not know its own. */
const CONTACT = 'https://medianest.example'
const URGENCY = { info: 'low', warning: 'normal', critical: 'high' } as const

const inside = new BlockList()
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  inside.addSubnet(net, bits, 'ipv4')
for (const [net, bits] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
  ['64:ff9b::', 96],
] as const)
  inside.addSubnet(net, bits, 'ipv6')

/** Whether an address belongs to this machine or a private network. */
const isInside = (address: string): boolean => {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  const plain = mapped ?? address
  return inside.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4')
}

/**
 * What is wrong with the address of a push service, or null. Any person may enter one, and it must not become a way into
 * the network of the house: only https, only names of the internet.
 */
export function wrongEndpoint(endpoint: string, { pushAnywhere }: Pick<DeliveryRules, 'pushAnywhere'>): string | null {
  if (pushAnywhere) return null
  if (!URL.canParse(endpoint)) return 'This is no address.'
  const { protocol, hostname, username, password, port } = new URL(endpoint)
  if (protocol !== 'https:') return 'The address of a push service begins with https://.'
  if (username || password) return 'The address of a push service has no password.'
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
  if (
    isIP(host) !== 0 ||
    !host.includes('.') ||
    /\.(local|internal|lan|home|arpa|localhost)$/i.test(host) ||
    port !== ''
  )
    return 'This is no address of a push service on the internet.'
  return null
}

/** Refuses a name that leads into the network of the house. */
async function refuseInside(endpoint: string): Promise<void> {
  const { hostname } = new URL(endpoint)
  const found = await lookup(hostname, { all: true }).catch(() => {
    throw new ChannelFailure(`The name ${hostname} of the push service cannot be looked up.`)
  })
  if (found.some(({ address }) => isInside(address)))
    throw new ChannelFailure('The address of the push service leads into a private network. It is not used.')
}

interface Context {
  readonly db: Kysely<DeliveryTables>
  readonly signal: AbortSignal
  open: (sealed: string) => string
}

/**
 * Sends one web push, encrypted for the browser: title, text and place on the page, so that the page's worker can show
 * it without asking. A later message about the same replaces it. Throws `BrowserGone` on 404 and 410 (RFC 8030, 7.3).
 */
export async function sendPush(
  { db, open, signal }: Context,
  browser: Selectable<PushBrowserTable>,
  message: Message,
  rules: DeliveryRules,
): Promise<void> {
  const wrong = wrongEndpoint(browser.endpoint, rules)
  if (wrong) throw new ChannelFailure(wrong)
  if (!rules.pushAnywhere) await refuseInside(browser.endpoint)
  const key = await db.selectFrom('push_key').selectAll().executeTakeFirst()
  if (!key) throw new ChannelFailure('This portal has no key for web push yet.')
  const payload = JSON.stringify({
    id: message.id,
    title: cut(message.title, 120),
    body: cut(message.text, 400),
    severity: message.severity,
    path: message.path,
    at: message.at.toISOString(),
  })
  // large, and not every house has a browser that takes it
  const { default: webPush } = await import('web-push')
  let request: RequestDetails
  try {
    const keys = JSON.parse(open(browser.sealed_keys)) as { p256dh: string; auth: string }
    request = webPush.generateRequestDetails({ endpoint: browser.endpoint, keys }, payload, {
      vapidDetails: {
        subject: rules.portalUrl?.startsWith('https://') ? rules.portalUrl : CONTACT,
        publicKey: key.public_key,
        privateKey: open(key.sealed_private_key),
      },
      TTL: TTL_SECONDS,
      urgency: URGENCY[message.severity],
      contentEncoding: 'aes128gcm',
    })
  } catch {
    throw new ChannelFailure('The keys of this browser cannot be used. Have it ask for web push again.')
  }
  // fetch counts the bytes itself
  const { 'Content-Length': _, ...headers } = request.headers as Record<string, string>
  try {
    const body = new Uint8Array(request.body as Buffer)
    await post(outside, { url: browser.endpoint, headers, body, accept: 'none', signal }, { quotes: false })
  } catch (error) {
    if (error instanceof OutsideError && (error.status === 404 || error.status === 410)) throw new BrowserGone()
    throw error
  }
}

/** Whether these are keys of a browser: a point of P-256 and at least 16 bytes (RFC 8291). */
export function areKeys({ p256dh, auth }: { p256dh: string; auth: string }): boolean {
  const [point, secret] = [Buffer.from(p256dh, 'base64url'), Buffer.from(auth, 'base64url')]
  return point.length === 65 && point[0] === 4 && secret.length >= 16 && isOnCurve(point)
}

function isOnCurve(point: Buffer): boolean {
  try {
    ECDH.convertKey(point, 'prime256v1')
    return true
  } catch {
    return false
  }
}
