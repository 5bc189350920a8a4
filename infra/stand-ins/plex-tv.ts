import { Hono } from 'hono'
import { accountRoutes } from './plex-tv/account-routes.ts'
import { createAccounts, type KnownServer, type Person, type PersonInput } from './plex-tv/accounts.ts'
import { refuse, Refused } from './plex-tv/answers.ts'
import { createClock } from './plex-tv/clock.ts'
import { createDeviceKeys } from './plex-tv/device-keys.ts'
import { pages } from './plex-tv/pages.ts'
import { createPins } from './plex-tv/pins.ts'
import { type StandIn, startStandIn } from './stand-in.ts'

export type { Person, PersonInput } from './plex-tv/accounts.ts'

/** plex.tv, clients.plex.tv and app.plex.tv in one: what PLEX_TV_URL may be set to. */
export interface PlexTv extends StandIn {
  /** Adds somebody with an account, who then stands on the pages `/auth` and `/link`; `token` of it is in force. */
  addPerson(person: PersonInput): Person
  /** Somebody by number, user name or title. Throws when there is nobody. */
  person(who: Person | number | string): Person
  /** Names a server and its address; servers that people own or share are known without. */
  addServer(server: Partial<KnownServer> & { machineIdentifier: string }): KnownServer
  /** Signs somebody in with the code or the id of a pin, as a click on the page does. Throws when it is not open. */
  claim(codeOrId: string | number, person: Person | number | string): void
  /** Puts an end to one token; true when it was in force. */
  revoke(token: string): boolean
  /** Puts an end to every token and device key of a person, as "sign out everywhere" does. */
  revokeAll(person: Person | number | string): void
  /** Lets every pin run out now. */
  expirePins(): void
  /** Puts the clock of the stand-in forward: pins, nonces and seven-day tokens age with it. */
  advance(ms: number): void
  /** The person's token for one server, as the resources list hands it out. */
  serverToken(person: Person | number | string, machineIdentifier: string): string
  /** What the bearer of a token is to a server. */
  accessOf(machineIdentifier: string, token: string): 'owner' | 'shared' | undefined
  /** Who a token belongs to, whether for plex.tv or for that server. */
  bearerOf(machineIdentifier: string, token: string): Person | undefined
  ownerOf(machineIdentifier: string): Person | undefined
  /** Whose addresses hear of a server: its owner's, and those of the person who did something there. */
  hearersOf(machineIdentifier: string, by?: { id: number }): { hearer: Person; owner: boolean; urls: string[] }[]
  /** The webhook addresses that a person's account holds. */
  webhooksOf(person: Person | number | string): string[]
}

/** Starts a plex.tv on a free port of 127.0.0.1 (or `port`), with these people. */
export async function startPlexTv(options: { port?: number; people?: PersonInput[] } = {}): Promise<PlexTv> {
  const clock = createClock()
  const accounts = createAccounts(clock)
  const keys = createDeviceKeys(accounts, clock)
  const pins = createPins(accounts, keys, clock)
  for (const person of options.people ?? []) accounts.addPerson(person)

  // plex.tv/link has two spellings, with a slash and without
  const app = new Hono({ strict: false })
    .route('/', pins.routes)
    .route('/', keys.routes)
    .route('/', accountRoutes(accounts))
    .route('/', pages(accounts, pins))
  app.onError((error, c) => {
    if (error instanceof Refused) return refuse(c, error.refusal)
    throw error
  })
  const standIn = await startStandIn((request) => app.fetch(request), options)
  return {
    ...standIn,
    addPerson: (person) => accounts.addPerson(person),
    person: (who) => accounts.find(who),
    addServer: accounts.addServer,
    claim(codeOrId, person) {
      const pin = pins.find(codeOrId)
      if (!pin) throw new Error(`There is no open pin ${codeOrId}`)
      pins.claim(pin, accounts.find(person))
    },
    revoke: accounts.revoke,
    revokeAll(who) {
      const person = accounts.find(who)
      accounts.revokeAll(person)
      keys.forget(person)
    },
    expirePins: () => pins.expire(),
    advance: (ms) => clock.advance(ms),
    serverToken: (person, machine) => accounts.serverToken(accounts.find(person).id, machine),
    accessOf: (machine, token) => accounts.accessOf(machine, token),
    bearerOf: accounts.bearerOf,
    ownerOf: accounts.ownerOf,
    hearersOf(machine, by) {
      const owner = accounts.ownerOf(machine)
      const hearers = new Set([owner, by && accounts.people.get(by.id)])
      return [...hearers].flatMap((hearer) =>
        hearer?.plexPass ? [{ hearer, owner: hearer === owner, urls: [...hearer.webhooks] }] : [],
      )
    },
    webhooksOf: (person) => [...accounts.find(person).webhooks],
  }
}
