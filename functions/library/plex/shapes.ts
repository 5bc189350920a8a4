import { z } from 'zod'
import { foreignInt, foreignText } from '../../../contracts/webhooks.ts'

// strings, numbers and booleans come for the same thing in different answers; what is empty is absent

const flag = z
  .unknown()
  .optional()
  .transform((value) => value === true || value === 1 || value === '1' || value === 'true')

/** Any number, maybe as text; null for anything else. */
const number = z
  .unknown()
  .optional()
  .transform((value): number | null => {
    const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
    return typeof read === 'number' && Number.isFinite(read) ? read : null
  })

/** A list; anything else is an empty one. */
const list = <T extends z.ZodType>(of: T) =>
  z
    .unknown()
    .optional()
    .transform((value): unknown[] => (Array.isArray(value) ? value : []))
    .pipe(z.array(of))

const block = <S extends z.ZodRawShape>(shape: S) =>
  z
    .unknown()
    .optional()
    .transform((value) => (typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}))
    .pipe(z.object(shape))

const tag = block({ tag: foreignText(100) })

/** An item as the server writes it. Times are in seconds, durations and offsets in milliseconds. */
export const Metadata = block({
  ratingKey: foreignText(64),
  type: foreignText(40),
  title: foreignText(500),
  titleSort: foreignText(500),
  parentRatingKey: foreignText(64),
  grandparentRatingKey: foreignText(64),
  parentTitle: foreignText(500),
  grandparentTitle: foreignText(500),
  index: foreignInt,
  parentIndex: foreignInt,
  year: foreignInt,
  addedAt: foreignInt,
  updatedAt: foreignInt,
  originallyAvailableAt: foreignText(40),
  duration: foreignInt,
  leafCount: foreignInt,
  viewedLeafCount: foreignInt,
  childCount: foreignInt,
  rating: number,
  audienceRating: number,
  contentRating: foreignText(40),
  studio: foreignText(200),
  thumb: foreignText(500),
  composite: foreignText(500),
  art: foreignText(500),
  summary: foreignText(10_000),
  tagline: foreignText(1000),
  guid: foreignText(500),
  Guid: list(block({ id: foreignText(100) })),
  Genre: list(tag),
  librarySectionID: foreignText(64),
  librarySectionTitle: foreignText(200),
  viewCount: foreignInt,
  viewOffset: foreignInt,
  lastViewedAt: foreignInt,
})
export type Metadata = z.output<typeof Metadata>

const container = <S extends z.ZodRawShape>(shape: S) => z.looseObject({ MediaContainer: z.object(shape) })

/** `totalSize` stands there only where a page was asked for. */
export const Items = container({ size: foreignInt, totalSize: foreignInt, Metadata: list(Metadata) })

export const Sections = container({
  Directory: list(
    block({
      key: foreignText(64),
      type: foreignText(40),
      title: foreignText(200),
      uuid: foreignText(100),
      refreshing: flag,
    }),
  ),
})

const Part = block({ decision: foreignText(40), selected: flag })

/** What is being played; the owner is account 1. */
export const Sessions = container({
  Metadata: list(
    Metadata.and(
      block({
        sessionKey: foreignText(64),
        User: block({ id: foreignText(64), title: foreignText(200) }),
        Player: block({ title: foreignText(200), state: foreignText(40), local: flag }),
        Session: block({ id: foreignText(100), bandwidth: number, location: foreignText(20) }),
        TranscodeSession: block({ videoDecision: foreignText(40) }),
        Media: list(block({ selected: flag, Part: list(Part) })),
      }),
    ),
  ),
})
export type Session = z.output<typeof Sessions>['MediaContainer']['Metadata'][number]

export const Root = container({ friendlyName: foreignText(200), machineIdentifier: z.string().min(1).max(100) })
