import { Payload } from './payload.ts'

export interface AboutItem {
  ratingKey: string
  itemType: string | null
  title: string | null
  context: string | null
  year: number | null
  guid: string | null
  externalIds: string[]
  /** Only where the server was asked. */
  showTmdbId?: number
  librarySection: string | null
  serverId: string | null
  serverName: string | null
}

/** Who did it and with what. */
export interface By {
  person: string | null
  player: string | null
  /** Tells persons and players apart; in no fact. */
  ids: readonly (string | null)[]
}

export type Action = 'started' | 'paused' | 'resumed' | 'stopped'
export type Notice = 'database-backup' | 'database-corrupted' | 'new-device'

/**
 * What a webhook says, in plain words. `moment` are the item's own counters and times, which differ between two events
 * of the same kind and are equal in a repeat; null for an item that has none, such as a trailer.
 */
export type Reading =
  | { says: 'item-added'; item: AboutItem; onDeck: boolean; moment: string }
  | { says: 'playback-changed'; item: AboutItem; by: By; action: Action; moment: string | null }
  | { says: 'item-watched'; item: AboutItem; by: By; moment: string | null }
  | { says: 'item-rated'; item: AboutItem; by: By; rating: number | null }
  | { says: 'server-noticed'; notice: Notice; serverId: string | null; serverName: string | null }
  | { says: 'nothing'; reason: string }

const not = (reason: string): Reading => ({ says: 'nothing', reason })

/** Turns the payload of a Plex webhook into what it says. Never throws. */
export function parseWebhook(body: string): Reading {
  let parsed: unknown
  try {
    parsed = JSON.parse(body)
  } catch {
    return not('The payload is no JSON.')
  }
  if (Array.isArray(parsed)) return not('The payload is a list where an object was expected.')
  if (parsed === null || typeof parsed !== 'object')
    return not(`The payload is ${parsed === null ? 'null' : `a ${typeof parsed}`} where an object was expected.`)
  const payload = Payload.parse(parsed)
  if (!payload.event) return not('It has no event.')
  const event = payload.event.toLowerCase()
  const notice = NOTICES.get(event)
  if (notice) return { says: 'server-noticed', notice, serverId: payload.Server.uuid, serverName: payload.Server.title }
  const read = READERS.get(event)
  if (!read) return not(`The event ${event} is not known.`)
  const item = itemOf(payload)
  if (!item) return not('It names no item: there is no usable ratingKey in its Metadata.')
  return read(payload, item)
}

const NOTICES: ReadonlyMap<string, Notice> = new Map([
  ['admin.database.backup', 'database-backup'],
  ['admin.database.corrupted', 'database-corrupted'],
  ['device.new', 'new-device'],
])

type Read = (payload: Payload, item: AboutItem) => Reading

const added =
  (onDeck: boolean): Read =>
  ({ Metadata: { addedAt, updatedAt } }, item) => ({
    says: 'item-added',
    item,
    onDeck,
    moment: [addedAt, updatedAt].join(),
  })

const played =
  (action: Action): Read =>
  (payload, item) => ({ says: 'playback-changed', item, by: byOf(payload), action, moment: momentOf(payload) })

const READERS: ReadonlyMap<string, Read> = new Map([
  ['library.new', added(false)],
  ['library.on.deck', added(true)],
  ['media.play', played('started')],
  // what the owner hears when somebody else starts
  ['playback.started', played('started')],
  ['media.pause', played('paused')],
  ['media.resume', played('resumed')],
  ['media.stop', played('stopped')],
  ['media.scrobble', (payload, item) => ({ says: 'item-watched', item, by: byOf(payload), moment: momentOf(payload) })],
  ['media.rate', rated],
])

function rated(payload: Payload, item: AboutItem): Reading {
  const rating = payload.rating ?? payload.Metadata.userRating
  if (rating === null) return not('It says that something was rated, but not how.')
  return { says: 'item-rated', item, by: byOf(payload), rating: rating < 0 ? null : rating }
}

const momentOf = ({ Metadata: { lastViewedAt, viewOffset, viewCount } }: Payload): string | null =>
  lastViewedAt === null && viewOffset === null ? null : [lastViewedAt, viewOffset, viewCount].join()

const byOf = ({ Account, Player }: Payload): By => ({
  person: Account.title,
  player: Player.title,
  ids: [Account.id ?? Account.title, Player.uuid ?? Player.title],
})

/** Longest key that fits a subject with room to spare; Plex's own are numbers or 24 characters. */
const LONGEST_KEY = 200

function itemOf({ Metadata: item, Server }: Payload): AboutItem | null {
  const ratingKey = item.ratingKey ?? item.key?.split('/').findLast((part) => part !== '') ?? null
  if (ratingKey === null || ratingKey.length > LONGEST_KEY) return null
  return {
    ratingKey,
    itemType: item.type,
    title: item.title,
    context: contextOf(item),
    year: item.year,
    guid: item.guid,
    externalIds: item.Guid,
    librarySection: item.librarySectionTitle,
    serverId: Server.uuid,
    serverName: Server.title,
  }
}

function contextOf(item: Payload['Metadata']): string | null {
  if (item.type === 'track') return item.parentTitle
  if (item.type !== 'episode') return null
  const place = item.parentIndex !== null && item.index !== null ? `S${item.parentIndex}E${item.index}` : null
  return [item.grandparentTitle, place].filter((part) => part !== null).join(' · ') || null
}
