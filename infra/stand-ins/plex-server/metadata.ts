import type { Item, Library, Source } from './items.ts'
import type { View } from './views.ts'

/** What decides how an item is shown. */
export interface Shown {
  source: Source
  library: Library
  /** What the account that asks has seen of an item. */
  viewOf: (ratingKey: number) => View | undefined
  /** `Guid`, with the ids of other catalogues. */
  withGuids: boolean
  /** Everything there is about one item: lists leave out what is long. */
  whole?: boolean
}

/** An item as the server writes it: what it does not have is absent. */
export function metadataOf(item: Item, shown: Shown): Record<string, unknown> {
  const { source, library, withGuids, whole = false } = shown
  const { ratingKey, type, guid, title, titleSort, summary = '', year, index, addedAt, updatedAt, genres = [] } = item
  const held = item.children !== undefined
  return {
    ratingKey: String(ratingKey),
    key: `/library/metadata/${ratingKey}${held ? '/children' : ''}`,
    ...above(item, source),
    guid,
    ...some({ studio: item.studio }),
    type,
    title,
    ...(titleSort !== undefined && titleSort !== title ? { titleSort } : {}),
    ...(whole || type === 'episode'
      ? {
          librarySectionTitle: library.title,
          librarySectionID: Number(library.key),
          librarySectionKey: `/library/sections/${library.key}`,
        }
      : {}),
    summary,
    ...some({ index, rating: type === 'show' ? item.rating : undefined }),
    ...(type === 'movie' && item.rating !== undefined
      ? { audienceRating: item.rating, audienceRatingImage: 'themoviedb://image.rating' }
      : {}),
    ...viewed(item, shown),
    ...some({ year }),
    ...pictures(item, source),
    ...some({ duration: item.durationMs, originallyAvailableAt: item.available }),
    ...counts(item, shown),
    addedAt,
    updatedAt,
    ...(item.file === undefined ? {} : { Media: [mediaOf(item)] }),
    ...list(
      'Genre',
      (whole ? genres : genres.slice(0, 2)).map((tag) => ({ tag })),
    ),
    ...(withGuids || whole ? list('Guid', guidsOf(item)) : {}),
  }
}

const some = (values: Record<string, unknown>): object =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))

const list = (name: string, values: object[]): object => (values.length > 0 ? { [name]: values } : {})

/** A film seen before has a count and a time, one that was stopped in the middle an offset; the others nothing. */
function viewed({ ratingKey }: Item, { viewOf }: Shown): object {
  const view = viewOf(ratingKey)
  if (!view) return {}
  const { viewCount, viewOffset, lastViewedAt } = view
  return {
    ...(viewOffset > 0 ? { viewOffset } : {}),
    ...(viewCount > 0 ? { viewCount } : {}),
    ...(lastViewedAt > 0 ? { lastViewedAt } : {}),
  }
}

/** Of what holds episodes: how many, and how many of them were watched. */
function counts(item: Item, { source, viewOf }: Shown): object {
  const { type, leaves, children, members } = item
  if (type === 'collection') return { subtype: 'movie', smart: '0', childCount: String(members?.length ?? 0) }
  if (leaves === undefined || type === 'artist') return {}
  const viewedLeafCount = source.leavesOf(item).filter(({ ratingKey }) => (viewOf(ratingKey)?.viewCount ?? 0) > 0)
  return {
    leafCount: leaves,
    viewedLeafCount: viewedLeafCount.length,
    ...(type === 'show' ? { childCount: children } : {}),
  }
}

function above(item: Item, source: Source): object {
  const parent = item.parent === undefined ? undefined : source.item(item.parent)
  if (!parent) return {}
  const grandparent = parent.parent === undefined ? undefined : source.item(parent.parent)
  const one = (word: string, { ratingKey, guid, title, index, year }: Item) => ({
    [`${word}RatingKey`]: String(ratingKey),
    [`${word}Guid`]: guid,
    [`${word}Key`]: `/library/metadata/${ratingKey}`,
    [`${word}Title`]: title,
    ...(word === 'parent' && index !== undefined ? { parentIndex: index } : {}),
    ...(word === 'parent' && year !== undefined ? { parentYear: year } : {}),
  })
  return { ...one('parent', parent), ...(grandparent ? one('grandparent', grandparent) : {}) }
}

function pictures(item: Item, source: Source): object {
  const own = item.poster !== undefined
  const top = topOf(item, source)
  return {
    ...(own ? { thumb: `/library/metadata/${item.ratingKey}/thumb/${item.updatedAt}` } : {}),
    ...(item.backdrop === undefined ? {} : { art: `/library/metadata/${top.ratingKey}/art/${top.updatedAt}` }),
    ...(item.type === 'episode' && own
      ? { grandparentThumb: `/library/metadata/${top.ratingKey}/thumb/${top.updatedAt}` }
      : {}),
  }
}

/** What stands above everything that holds it: the series of an episode. */
export function topOf(item: Item, source: Source): Item {
  const parent = item.parent === undefined ? undefined : source.item(item.parent)
  return parent ? topOf(parent, source) : item
}

function guidsOf({ ids = {} }: Item): { id: string }[] {
  return Object.entries(ids)
    .filter(([, id]) => id !== undefined)
    .map(([name, id]) => ({ id: `${name}://${id}` }))
}

function mediaOf({ ratingKey, file = '', durationMs = 0, addedAt }: Item): object {
  const ending = file.split('.').at(-1) ?? 'mkv'
  const part = {
    id: ratingKey + 50_000,
    key: `/library/parts/${ratingKey + 50_000}/${addedAt}/file.${ending}`,
    duration: durationMs,
    file,
    size: durationMs * 900,
    container: ending,
  }
  if (ending === 'jpg') return { id: ratingKey, container: 'jpeg', Part: [part] }
  if (ending === 'flac')
    return { id: ratingKey, duration: durationMs, audioCodec: 'flac', container: ending, Part: [part] }
  return {
    id: ratingKey + 20_000,
    duration: durationMs,
    bitrate: 8000,
    width: 1920,
    height: 1080,
    aspectRatio: 1.78,
    audioChannels: 6,
    audioCodec: 'eac3',
    videoCodec: 'hevc',
    videoResolution: '1080',
    container: ending,
    videoFrameRate: '24p',
    Part: [part],
  }
}
