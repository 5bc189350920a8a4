import { randomBytes, randomInt } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { Accounts, Person } from './accounts.ts'
import { answer, clientIdentifier, plexValue, Refused } from './answers.ts'
import type { Clock } from './clock.ts'
import { type DeviceKeys, jwk, type Jwk } from './device-keys.ts'

/** How long a code holds, in seconds: the four characters, and the long one for the browser. */
const LIFE_S = { short: 900, strong: 1800 }
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

export interface Pin {
  id: number
  code: string
  product: string
  clientIdentifier: string
  /** Milliseconds since 1970. */
  createdAt: number
  expiresAt: number
  jwk?: Jwk
  /** Who signed in with it, once somebody did. */
  claimedBy?: number
  authToken: string | null
}

const body = z.looseObject({ strong: z.union([z.boolean(), z.string()]).optional(), jwk: jwk.optional() })

export type Pins = ReturnType<typeof createPins>

/** The codes of one plex.tv. */
export function createPins(accounts: Accounts, keys: DeviceKeys, clock: Clock) {
  const pins = new Map<number, Pin>()

  const open = (pin: Pin | undefined): pin is Pin => pin !== undefined && pin.expiresAt > clock.now()

  async function create(c: Context): Promise<Response> {
    const identifier = clientIdentifier(c)
    const sent = body.safeParse(await readBody(c))
    if (!sent.success) throw new Refused('badBody')
    const strong = String(sent.data.strong ?? c.req.query('strong')) === 'true'
    if (sent.data.jwk) keys.refuseTaken(sent.data.jwk, identifier)
    const now = clock.now()
    const pin: Pin = {
      id: randomInt(100_000_000, 999_999_999),
      code: strong
        ? randomBytes(19).toString('base64url').toLowerCase().replace(/[-_]/g, 'x').slice(0, 25)
        : shortCode(),
      product: plexValue(c, 'X-Plex-Product') ?? '0',
      clientIdentifier: identifier,
      createdAt: now,
      expiresAt: now + (strong ? LIFE_S.strong : LIFE_S.short) * 1000,
      jwk: sent.data.jwk,
      authToken: null,
    }
    pins.set(pin.id, pin)
    return answer(c, 'pin', shown(c, pin, clock), 201)
  }

  function read(c: Context): Response {
    const identifier = clientIdentifier(c)
    const pin = pins.get(Number(c.req.param('id')))
    if (!open(pin) || pin.clientIdentifier !== identifier) throw new Refused('noPin')
    const deviceJwt = c.req.query('deviceJWT')
    if (!pin.jwk) return answer(c, 'pin', shown(c, pin, clock))
    // a pin with a key is read with proof of that key only
    if (deviceJwt === undefined) return answer(c, 'pin', shown(c, { ...pin, authToken: null }, clock))
    keys.verify(deviceJwt, pin.jwk, identifier)
    if (pin.claimedBy !== undefined && pin.authToken === null) {
      const person = accounts.find(pin.claimedBy)
      keys.register(identifier, pin.jwk, person)
      pin.authToken = keys.issue(identifier, pin.jwk, person)
    }
    return answer(c, 'pin', shown(c, pin, clock))
  }

  const routes = new Hono().post('/api/v2/pins', create).get('/api/v2/pins/:id{[0-9]+}', read)

  return {
    routes,
    /** The open pin with this code (in either case) or this id. */
    find: (codeOrId: string | number): Pin | undefined =>
      [...pins.values()].find(
        (pin) => open(pin) && (pin.id === codeOrId || pin.code.toLowerCase() === String(codeOrId).toLowerCase()),
      ),
    /** Signs a person in with an open pin, once. */
    claim(pin: Pin, person: Person): void {
      if (pin.claimedBy !== undefined) throw new Error(`The code ${pin.code} was used already`)
      pin.claimedBy = person.id
      if (!pin.jwk) pin.authToken = accounts.grantLegacy(person, pin.clientIdentifier)
    },
    /** Lets every pin that there is run out now. */
    expire(): void {
      for (const pin of pins.values()) pin.expiresAt = Math.min(pin.expiresAt, clock.now())
    },
  }
}

function shortCode(): string {
  return Array.from({ length: 4 }, () => LETTERS[randomInt(LETTERS.length)]).join('')
}

/** A body as JSON or as a form, whatever was sent; none is an empty one. */
async function readBody(c: Context): Promise<unknown> {
  const type = c.req.header('content-type') ?? ''
  if (type.includes('json')) return await c.req.json().catch(() => undefined)
  return type.includes('form') ? await c.req.parseBody() : {}
}

function shown(c: Context, pin: Pin, clock: Clock): object {
  const iso = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`
  return {
    id: pin.id,
    code: pin.code,
    product: pin.product,
    trusted: false,
    qr: new URL(`/api/v2/pins/qr/${pin.code}`, c.req.url).href,
    clientIdentifier: pin.clientIdentifier,
    location: {
      code: 'AT',
      european_union_member: true,
      continent_code: 'EU',
      country: 'Austria',
      city: 'Graz',
      time_zone: 'Europe/Vienna',
      postal_code: '8010',
      in_privacy_restricted_country: true,
      in_privacy_restricted_region: true,
      subdivisions: 'Styria',
      coordinates: '47.07, 15.43',
    },
    expiresIn: Math.max(0, Math.ceil((pin.expiresAt - clock.now()) / 1000)),
    createdAt: iso(pin.createdAt),
    expiresAt: iso(pin.expiresAt),
    authToken: pin.authToken,
    newRegistration: pin.authToken === null ? null : false,
  }
}
