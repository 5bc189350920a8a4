import { createHash, randomBytes } from 'node:crypto'
import type { Context } from 'hono'
import { plexValue, Refused } from './answers.ts'
import type { Clock } from './clock.ts'

/** Somebody with a Plex account, as a test describes them. */
export interface PersonInput {
  /** The account's number, the only thing about a person that never changes. */
  id: number
  /** Empty for a managed user. */
  username: string
  /** Empty for a managed user. */
  email?: string
  /** The name shown; the user name by default. */
  title?: string
  /** Machine identifiers of the servers that are theirs. */
  owns?: string[]
  /** Machine identifiers of the servers that others share with them. */
  shared?: string[]
  /** Of those, the ones whose invitation is still open. */
  pending?: string[]
  plexPass?: boolean
  /** Keys of the libraries that are shared with them; those that a server shares with everybody by default. */
  libraries?: string[]
  /** The token that is valid from the start; a made one by default. Each sign-in gives one more. */
  token?: string
}

export type Person = Required<Omit<PersonInput, 'libraries'>> &
  Pick<PersonInput, 'libraries'> & { uuid: string; webhooks: string[] }

/** A Plex Media Server as plex.tv knows it. */
export interface KnownServer {
  machineIdentifier: string
  name: string
  /** Where it says it can be reached. */
  url: string
  version: string
  /** Whether plex.tv sees it at the moment. */
  presence: boolean
  /** All that it has, whoever they are shared with. */
  libraries: readonly KnownLibrary[]
}

export interface KnownLibrary {
  key: string
  type: string
  title: string
  /** True by default. */
  shared?: boolean
}

const LIBRARIES: readonly KnownLibrary[] = [
  { key: '1', type: 'movie', title: 'Films' },
  { key: '2', type: 'show', title: 'Series' },
  { key: '4', type: 'photo', title: 'Photos', shared: false },
]

/** A token in force: whose, and which device it was given to. */
interface Grant {
  personId: number
  clientIdentifier?: string
  /** Milliseconds since 1970; a legacy token has none. */
  expiresAt?: number
}

export type Accounts = ReturnType<typeof createAccounts>

/** The people, the servers and the tokens of one plex.tv. */
export function createAccounts(clock: Clock) {
  const people = new Map<number, Person>()
  const servers = new Map<string, KnownServer>()
  const grants = new Map<string, Grant>()

  /** The token of one person for one server, which is another than that for plex.tv. */
  const serverToken = (personId: number, machineIdentifier: string): string =>
    createHash('sha256').update(`${personId} ${machineIdentifier}`).digest('base64url').slice(0, 20)

  function addServer(server: Partial<KnownServer> & { machineIdentifier: string }): KnownServer {
    const known = servers.get(server.machineIdentifier)
    const defaults = {
      name: 'Living room',
      url: 'http://127.0.0.1:32400',
      version: '1.43.3.10828-0000000',
      presence: true,
      libraries: LIBRARIES,
    }
    const added = { ...defaults, ...known, ...server }
    servers.set(server.machineIdentifier, added)
    return added
  }

  function grant(token: string, given: Grant): string {
    grants.set(token, given)
    return token
  }

  /** Who a token belongs to: by a plex.tv token, or by the one for that server. */
  function bearerOf(machineIdentifier: string, token: string): Person | undefined {
    const personId = grants.get(token)?.personId
    return [...people.values()].find(({ id }) => id === personId || serverToken(id, machineIdentifier) === token)
  }

  return {
    people,
    servers,
    addServer,
    serverToken,
    addPerson(input: PersonInput): Person {
      const uuid = createHash('sha256').update(`person ${input.id}`).digest('hex').slice(0, 16)
      const defaults = { email: '', title: input.username, owns: [], shared: [], pending: [], plexPass: false }
      const token = input.token ?? randomBytes(15).toString('base64url')
      const person: Person = { ...defaults, ...input, token, uuid, webhooks: [] }
      for (const machineIdentifier of [...person.owns, ...person.shared]) addServer({ machineIdentifier })
      people.set(person.id, person)
      grant(token, { personId: person.id })
      return person
    },
    find(who: Person | number | string): Person {
      const person = [...people.values()].find(({ id, username, title }) =>
        typeof who === 'object' ? id === who.id : id === who || username === who || title === who,
      )
      if (!person) throw new Error(`The stand-in of plex.tv knows nobody called ${JSON.stringify(who)}`)
      return person
    },
    grant,
    /** A new legacy token, as a sign-in on a device gives. */
    grantLegacy: (person: Person, clientIdentifier: string): string =>
      grant(randomBytes(15).toString('base64url'), { personId: person.id, clientIdentifier }),
    grantOf: (token: string): Grant | undefined => grants.get(token),
    revoke: (token: string): boolean => grants.delete(token),
    /** What "sign out everywhere" does. */
    revokeAll(person: Person): void {
      for (const [token, { personId }] of grants) if (personId === person.id) grants.delete(token)
    },
    /** The person behind the request's token. Refuses with 401 when there is none, 498 when it has run out. */
    caller(c: Context): { person: Person; token: string } {
      const token = plexValue(c, 'X-Plex-Token')
      const found = token === undefined ? undefined : grants.get(token)
      const person = found && people.get(found.personId)
      if (!person || token === undefined) throw new Refused('unauthorized')
      if (found.expiresAt !== undefined && found.expiresAt <= clock.now()) throw new Refused('expired')
      return { person, token }
    },
    bearerOf,
    ownerOf: (machineIdentifier: string): Person | undefined =>
      [...people.values()].find(({ owns }) => owns.includes(machineIdentifier)),
    /** What a server lets the bearer of a token be. */
    accessOf(machineIdentifier: string, token: string): 'owner' | 'shared' | undefined {
      const person = bearerOf(machineIdentifier, token)
      if (person?.owns.includes(machineIdentifier)) return 'owner'
      const accepted = person?.shared.includes(machineIdentifier) && !person.pending.includes(machineIdentifier)
      return accepted ? 'shared' : undefined
    },
  }
}
