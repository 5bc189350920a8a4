import { type Context, Hono } from 'hono'
import type { Accounts, KnownServer, Person } from './accounts.ts'
import { answer, clientIdentifier, Refused, xmlAnswer, xmlElement } from './answers.ts'

/** What plex.tv says about an account, its servers and its people. */
export function accountRoutes(accounts: Accounts): Hono {
  const known = (c: Context): { person: Person; token: string } => {
    clientIdentifier(c)
    return accounts.caller(c)
  }
  return new Hono()
    .get('/api/v2/user', (c) => {
      const { person, token } = known(c)
      return answer(c, 'user', userOf(person, token, accounts))
    })
    .get('/api/v2/ping', (c) => {
      known(c)
      return answer(c, 'pong', { pong: true })
    })
    .get('/api/v2/resources', (c) => answer(c, 'resources', resourcesOf(known(c).person, accounts)))
    .get('/api/v2/user/webhooks', (c) => answer(c, 'webhooks', webhooksOf(known(c).person)))
    .post('/api/v2/user/webhooks', async (c) => {
      const { person } = known(c)
      webhooksOf(person)
      const form = new URLSearchParams(await c.req.text())
      person.webhooks = form.getAll('urls[]').filter((url) => url !== '')
      return answer(c, 'webhooks', webhooksOf(person), 201)
    })
    .get('/api/users', (c) => xmlAnswer(friendsXml(accounts.caller(c).person, accounts)))
    .get('/api/servers/:machine/shared_servers', (c) => {
      const { person } = accounts.caller(c)
      const server = accounts.servers.get(c.req.param('machine'))
      if (!server || !person.owns.includes(server.machineIdentifier)) throw new Refused('unauthorized')
      return xmlAnswer(sharedServersXml(server, accounts))
    })
    .get('/api/friends', () => new Response('', { status: 410 }))
}

function webhooksOf(person: Person): { url: string }[] {
  if (!person.plexPass) throw new Refused('passNeeded')
  return person.webhooks.map((url) => ({ url }))
}

/** A managed user has neither name nor address, and a title. */
function userOf(person: Person, token: string, accounts: Accounts): object {
  const { id, uuid, username, title, email, plexPass } = person
  const managed = username === ''
  return {
    id,
    uuid,
    username,
    title,
    email,
    friendlyName: managed ? title : '',
    locale: null,
    confirmed: !managed,
    emailOnlyAuth: false,
    hasPassword: !managed,
    protected: managed,
    thumb: `https://plex.tv/users/${uuid}/avatar?c=1700000000`,
    authToken: token,
    mailingListStatus: managed ? null : 'unsubscribed',
    mailingListActive: false,
    scrobbleTypes: '',
    country: 'AT',
    subscription: {
      active: plexPass,
      subscribedAt: plexPass ? '2021-10-01T01:02:03Z' : null,
      status: plexPass ? 'Active' : 'Inactive',
      paymentService: null,
      plan: plexPass ? 'lifetime' : null,
      features: plexPass ? ['webhooks', 'pass', 'hardware_transcoding'] : ['home', 'adaptive_bitrate'],
    },
    subscriptionDescription: null,
    restricted: managed,
    anonymous: null,
    home: managed,
    guest: managed,
    homeSize: [...accounts.people.values()].filter((other) => other.username === '').length + 1,
    homeAdmin: false,
    maxHomeSize: 15,
    entitlements: [],
    subscriptions: [],
    services: [],
  }
}

function resourcesOf(person: Person, accounts: Accounts): object[] {
  const { owns, shared, pending } = person
  const accepted = shared.filter((machine) => !pending.includes(machine))
  const servers = [...owns, ...accepted].flatMap((machine) => accounts.servers.get(machine) ?? [])
  return servers.map((server) => resourceOf(server, person, accounts))
}

function resourceOf(server: KnownServer, person: Person, accounts: Accounts): object {
  const owned = person.owns.includes(server.machineIdentifier)
  const owner = accounts.ownerOf(server.machineIdentifier)
  const { protocol, hostname, port } = new URL(server.url)
  return {
    name: server.name,
    product: 'Plex Media Server',
    productVersion: server.version,
    platform: 'Linux',
    platformVersion: '6.1.0',
    device: 'Docker Container',
    clientIdentifier: server.machineIdentifier,
    createdAt: '2021-01-01T12:12:24Z',
    lastSeenAt: '2026-01-01T13:43:34Z',
    provides: 'server',
    ownerId: owned ? null : (owner?.id ?? null),
    sourceTitle: owned ? null : (owner?.username ?? null),
    publicAddress: '203.0.113.17',
    accessToken: accounts.serverToken(person.id, server.machineIdentifier),
    owned,
    home: false,
    synced: false,
    relay: true,
    presence: server.presence,
    httpsRequired: false,
    publicAddressMatches: false,
    dnsRebindingProtection: false,
    natLoopbackSupported: false,
    connections: [
      {
        protocol: protocol.replace(':', ''),
        address: hostname,
        port: Number(port) || (protocol === 'https:' ? 443 : 80),
        uri: server.url,
        local: true,
        relay: false,
        IPv6: false,
      },
    ],
  }
}

function guestsOf(machine: string, accounts: Accounts): Person[] {
  return [...accounts.people.values()].filter((person) => person.shared.includes(machine))
}

/** The people an owner shares with; the owner is not among them. */
function friendsXml(owner: Person, accounts: Accounts): string {
  const guests = [...new Set(owner.owns.flatMap((machine) => guestsOf(machine, accounts)))]
  const users = guests.map(({ id, uuid, title, username, email, shared, pending }) => {
    const thumb = `https://plex.tv/users/${uuid}/avatar?c=1700000000`
    const servers = shared
      .filter((machine) => owner.owns.includes(machine))
      .map((machine) => {
        const name = accounts.servers.get(machine)?.name
        const open = pending.includes(machine) ? 1 : 0
        const shares = { numLibraries: 2, allLibraries: 0, owned: 1, pending: open }
        return xmlElement('Server', { id: id * 10, serverId: 1, machineIdentifier: machine, name, ...shares })
      })
    const user = xmlElement('User', { id, title, username, email, thumb, protected: 0, restricted: username ? 0 : 1 })
    return `${user.replace(/\/>$/, '>')}${servers.join('')}</User>`
  })
  const machine = owner.owns[0] ?? ''
  const head = `friendlyName="myPlex" identifier="com.plexapp.plugins.myplex" machineIdentifier="${machine}"`
  return `<MediaContainer ${head} totalSize="${users.length}" size="${users.length}">${users.join('')}</MediaContainer>`
}

/** Every library is listed for everybody; only those with shared="1" are shared. */
function sharedServersXml({ machineIdentifier, name, libraries }: KnownServer, accounts: Accounts): string {
  const rows = guestsOf(machineIdentifier, accounts).map(({ id, username, email, pending, libraries: own }) => {
    const sections = libraries
      .map(({ key, title, type, shared = true }) => {
        const open = own ? own.includes(key) : shared
        return xmlElement('Section', { id: 118_181_360 + Number(key), key, title, type, shared: open ? 1 : 0 })
      })
      .join('')
    const acceptedAt = pending.includes(machineIdentifier) ? '' : 1_700_000_000
    const accessToken = accounts.serverToken(id, machineIdentifier)
    const row = { id: id * 10, username, email, userID: id, accessToken, name, acceptedAt, invitedAt: 1_699_000_000 }
    return `${xmlElement('SharedServer', { ...row, allLibraries: 0, owned: 0 }).replace(/\/>$/, '>')}${sections}</SharedServer>`
  })
  const container = {
    friendlyName: name,
    identifier: 'com.plexapp.plugins.myplex',
    size: rows.length,
    machineIdentifier,
  }
  return `${xmlElement('MediaContainer', container).replace(/\/>$/, '>')}${rows.join('')}</MediaContainer>`
}
