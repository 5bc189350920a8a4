import { createHash } from 'node:crypto'
import type { Fact } from './facts.ts'
import type { AboutItem, By, Reading } from './parse-webhook.ts'

/** The webhook that says it; of a redo its origin. */
export interface Origin {
  id: string
  receivedAt: Date
  body: string
}

/** A fact with the lane in which a repeat of it is told from news. */
export interface Decision {
  fact: Fact
  lane: string
  word: string
  /** An equal word in a row is a repeat only when this is equal too. */
  mark: string
  /** Whether nothing else is ever said in the lane. */
  once: boolean
}

/** What has no time in it, such as a server's backup, is news again after this time; milliseconds. */
const NEWS_AFTER_MS = 3_600_000

/** What Plex itself said of the item, when it was asked. */
export interface Confirmed {
  about: AboutItem
  /** In Plex's seconds. */
  addedAt: number | null
}

/** What a webhook states, where, and in which words; of a confirmed one, what Plex says of the item. */
export function decide(reading: Reading, origin: Origin, truth: Confirmed | null = null): Decision {
  const said = { webhookId: origin.id, occurredAt: origin.receivedAt.toISOString() }
  const hour = `hour ${Math.floor(origin.receivedAt.getTime() / NEWS_AFTER_MS)}`
  const stated = { ...said, confirmed: truth !== null }
  switch (reading.says) {
    case 'nothing': {
      const data = { ...said, source: 'plex' as const, reason: reading.reason }
      const lane = laneOf('raw', origin.body)
      return {
        fact: { type: 'library.webhook-not-understood', data },
        lane,
        word: 'not-understood',
        mark: '',
        once: true,
      }
    }
    case 'server-noticed': {
      const { notice, serverId, serverName } = reading
      return {
        fact: { type: 'library.server-noticed', data: { ...stated, notice, serverId, serverName } },
        lane: laneOf('server', notice, serverId, serverName),
        word: notice,
        mark: hour,
        once: true,
      }
    }
    case 'item-added': {
      const { onDeck, moment } = reading
      const item = truth?.about ?? reading.item
      return {
        fact: { type: 'library.item-added', data: { ...stated, ...item, onDeck } },
        lane: laneOf(onDeck ? 'on deck' : 'added', ...itemKey(item)),
        word: 'added',
        mark: truth ? addedMark(truth.addedAt) : moment,
        once: true,
      }
    }
    case 'playback-changed': {
      const { by, action, moment } = reading
      const item = truth?.about ?? reading.item
      const fact: Fact = { type: 'library.playback-changed', data: { ...stated, ...item, ...personal(by), action } }
      return {
        fact,
        lane: laneOf('playback', ...itemKey(item), ...by.ids),
        word: action,
        mark: moment ?? hour,
        once: false,
      }
    }
    case 'item-watched': {
      const { by, moment } = reading
      const item = truth?.about ?? reading.item
      const fact: Fact = { type: 'library.item-watched', data: { ...stated, ...item, ...personal(by) } }
      // beside playing and stopping, so that watching it a second time is told from a repeat
      return {
        fact,
        lane: laneOf('playback', ...itemKey(item), ...by.ids),
        word: 'watched',
        mark: moment ?? hour,
        once: false,
      }
    }
    default: {
      const { by, rating } = reading
      const item = truth?.about ?? reading.item
      const fact: Fact = { type: 'library.item-rated', data: { ...stated, ...item, ...personal(by), rating } }
      // whoever rates has one rating, on whichever player it is given
      return {
        fact,
        lane: laneOf('rating', ...itemKey(item), by.ids[0]),
        word: `rated ${rating}`,
        mark: '',
        once: false,
      }
    }
  }
}

const personal = ({ person, player }: By) => ({ person, player })

const itemKey = (item: AboutItem): (string | null)[] => [item.serverId ?? item.serverName, item.ratingKey]

/** In which it is told that an item came, by whichever way it was found out. */
export const addedLane = (serverId: string, ratingKey: string): string => laneOf('added', serverId, ratingKey)

/** Of what Plex itself says of an item, in its seconds: equal for every way in which it is told. */
export const addedMark = (addedAt: number | null): string => `plex ${addedAt ?? ''}`

/** Hashed, as the parts are anybody's text of any length. */
const laneOf = (kind: string, ...parts: (string | null | undefined)[]): string =>
  `${kind} ${createHash('sha256').update(JSON.stringify(parts)).digest('base64url')}`
