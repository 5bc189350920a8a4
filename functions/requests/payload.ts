import { z } from 'zod'
import { foreignInt, foreignName, foreignText } from '../../contracts/webhooks.ts'

/** Longest free text (an issue's message, a comment) that a fact carries. */
const LONGEST_TEXT = 4000

/** `tmdbId`, `tmdb_id`, `TMDBID` and `{{tmdbId}}` are one field. */
const plainKey = (key: string): string => key.toLowerCase().replaceAll(/[^a-z0-9]/g, '')

const saysNothing = (value: unknown): boolean => value === null || value === undefined || value === ''

const isBlock = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function withPlainKeys(block: unknown): Map<string, unknown> {
  const fields = new Map<string, unknown>()
  for (const [key, value] of isBlock(block) ? Object.entries(block) : [])
    if (saysNothing(fields.get(plainKey(key)))) fields.set(plainKey(key), value)
  return fields
}

const Fields = z.object({
  notificationtype: foreignText(80),
  event: foreignText(300),
  subject: foreignText(500),
  message: foreignText(LONGEST_TEXT),
  mediatype: foreignText(20),
  tmdbid: foreignInt,
  tvdbid: foreignInt,
  status: foreignText(40),
  status4k: foreignText(40),
  requestid: foreignInt,
  requestedbyusername: foreignName,
  issueid: foreignInt,
  issuetype: foreignText(40),
  reportedbyusername: foreignName,
  commentmessage: foreignText(LONGEST_TEXT),
  commentedbyusername: foreignName,
})

/** What a template may put into which block; outside its block the template's own name of the variable counts too. */
const BLOCKS: Record<string, readonly string[]> = {
  media: ['mediatype', 'tmdbid', 'tvdbid', 'status', 'status4k'],
  request: ['requestid', 'requestedbyusername'],
  issue: ['issueid', 'issuetype', 'reportedbyusername'],
  comment: ['commentmessage', 'commentedbyusername'],
}

/** The fields of a notification by their plain names, whichever template wrote them; null where it says nothing. */
export type Payload = z.output<typeof Fields> & {
  /** `extra` as a map from plain name to the numbers in the value: `requestedseasons` -> [1, 2]. */
  extra: ReadonlyMap<string, readonly number[]>
}

/** Reads a notification of Overseerr, Jellyseerr or Seerr. Never throws: what it does not know it leaves out. */
export function readPayload(body: Record<string, unknown>): Payload {
  const top = withPlainKeys(body)
  const fields: Record<string, unknown> = Object.fromEntries(
    ['notificationtype', 'event', 'subject', 'message'].map((name) => [name, top.get(name)]),
  )
  for (const [name, members] of Object.entries(BLOCKS)) {
    const block = withPlainKeys(top.get(name))
    for (const member of members) {
      const places = [
        block.get(member),
        block.get(`${name}${member}`),
        // `request: { id }`, `issue: { type }`
        member.startsWith(name) ? block.get(member.slice(name.length)) : undefined,
        top.get(`${name}${member}`),
        top.get(member),
      ]
      fields[member] = places.find((value) => !saysNothing(value))
    }
  }
  return { ...Fields.parse(fields), extra: readExtra(top.get('extra')) }
}

/** Series of more seasons than this are not asked for. */
const MOST_NUMBERS = 500

function readExtra(extra: unknown): Map<string, readonly number[]> {
  const numbers = new Map<string, readonly number[]>()
  for (const one of Array.isArray(extra) ? extra.slice(0, 50) : []) {
    const item = withPlainKeys(one)
    const name = foreignText(100).parse(item.get('name'))
    const value = item.get('value')
    const texts = (Array.isArray(value) ? value.slice(0, MOST_NUMBERS) : [value]).map((v) => foreignText(1000).parse(v))
    const found = texts.flatMap((text) => text?.match(/\d{1,6}/g) ?? [])
    if (name && found.length > 0) numbers.set(plainKey(name), found.slice(0, MOST_NUMBERS).map(Number))
  }
  return numbers
}
