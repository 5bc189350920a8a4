import { z } from 'zod'

/** Undefined where it is absent or something else than agreed. */
const maybe = <S extends z.ZodType>(schema: S) => schema.optional().catch(undefined)
const text = maybe(z.string().max(2000))

/** A release group: an album, EP or single with all its editions. */
export const ReleaseGroup = z.object({
  id: z.uuid(),
  title: z.string().max(1000),
  'primary-type': text,
  /** `2014-03-21`, `2014-03`, `2014`, or empty. */
  'first-release-date': text,
  disambiguation: text,
  'artist-credit': maybe(
    z.array(z.object({ name: z.string(), joinphrase: text, artist: maybe(z.object({ id: z.uuid() })) })),
  ),
  genres: maybe(z.array(z.object({ name: z.string() }))),
  /** Of five. */
  rating: maybe(z.object({ value: z.number().nullable() })),
})
export type ReleaseGroup = z.output<typeof ReleaseGroup>

/** One that cannot be read does not spoil the others. */
export const ReleaseGroupPage = z.object({
  count: z.int().min(0),
  'release-groups': z.array(z.unknown()).transform((found) =>
    found.flatMap((one) => {
      const read = ReleaseGroup.safeParse(one)
      return read.success ? [read.data] : []
    }),
  ),
})
export type ReleaseGroupPage = z.output<typeof ReleaseGroupPage>

/** `Marlow & the Tidewrights feat. Octave Nine`; null where nobody is named. */
export function artistOf({ 'artist-credit': credits = [] }: ReleaseGroup): string | null {
  const last = credits.length - 1
  const names = credits.map(({ name, joinphrase }, index) => `${name}${joinphrase ?? (index < last ? ', ' : '')}`)
  return names.join('').trim() || null
}
