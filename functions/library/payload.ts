import { z } from 'zod'
import { foreignInt, foreignName, foreignText } from '../../contracts/webhooks.ts'

/** A block that is absent, null, text or a list counts as an empty one. */
const block = <S extends z.ZodRawShape>(shape: S) =>
  z
    .unknown()
    .optional()
    .transform((value) => (typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}))
    .pipe(z.object(shape))

/** Rating as a number; text and numbers come, and -1 for one that was taken back. */
const foreignNumber = z
  .unknown()
  .optional()
  .transform((value): number | null => {
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
    return typeof number === 'number' && Number.isFinite(number) ? number : null
  })

/** imdb, tmdb and tvdb ids: a list of `{ id }`, or of texts. */
const externalIds = z
  .unknown()
  .optional()
  .transform((value): string[] =>
    (Array.isArray(value) ? value.slice(0, 50) : [])
      .map((one: unknown) =>
        foreignText(100).parse(typeof one === 'object' && one ? (one as { id?: unknown }).id : one),
      )
      .filter((id): id is string => id !== null && /^(imdb|tmdb|tvdb):\/\//.test(id)),
  )

/** The content of the `payload` part of a Plex webhook, as far as facts are made of it. Reads any object. */
export const Payload = z.object({
  event: foreignText(80),
  rating: foreignNumber,
  Account: block({ id: foreignText(100), title: foreignName }),
  Server: block({ title: foreignText(200), uuid: foreignText(200) }),
  // the address of the player is left out on purpose
  Player: block({ title: foreignText(200), uuid: foreignText(200) }),
  Metadata: block({
    ratingKey: foreignText(1000),
    key: foreignText(1000),
    type: foreignText(40),
    title: foreignText(500),
    grandparentTitle: foreignText(500),
    parentTitle: foreignText(500),
    index: foreignInt,
    parentIndex: foreignInt,
    year: foreignInt,
    guid: foreignText(500),
    Guid: externalIds,
    librarySectionTitle: foreignText(200),
    userRating: foreignNumber,
    viewOffset: foreignInt,
    viewCount: foreignInt,
    lastViewedAt: foreignInt,
    addedAt: foreignInt,
    updatedAt: foreignInt,
  }),
})
export type Payload = z.output<typeof Payload>
