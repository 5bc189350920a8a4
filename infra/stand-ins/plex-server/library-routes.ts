import { type Context, Hono } from 'hono'
import { container, refused } from './container.ts'
import { type Item, type ItemType, type Library, sortTitle, type Source, TYPES } from './items.ts'
import { directory, libraryUuid } from './libraries.ts'
import { extent, queryOf, windowOf } from './listing.ts'
import { metadataOf } from './metadata.ts'
import { continuing, onDeck } from './on-deck.ts'
import type { Views } from './views.ts'
import type { Who } from './who.ts'

export interface Shop {
  source: Source
  libraries: readonly Library[]
  views: Views
  who: (c: Context) => Who | undefined
  /** Asked to look through a library, in a folder or in all of it. */
  refreshed: (library: Library, path: string | undefined) => void
}

const TOP: Record<Library['type'], ItemType> = { movie: 'movie', show: 'show', artist: 'artist', photo: 'photo' }
/** What stands among the recently added. */
const RECENT: Partial<Record<Library['type'], ItemType>> = { movie: 'movie', show: 'season', artist: 'album' }

type Route = (c: Context, who: Who) => Response

/** What a server says about its libraries and what is in them, to each account what it may see. */
export function libraryRoutes(shop: Shop): Hono {
  const { source, libraries, views } = shop
  const guarded = (route: Route) => (c: Context) => {
    const who = shop.who(c)
    return who ? route(c, who) : refused(401)
  }
  const viewOf = (who: Who) => (key: number) => views.get(who.id, key)
  const placeOf = ({ key }: Library): number => libraries.findIndex((library) => library.key === key)

  const inLibrary = (route: (c: Context, who: Who, library: Library) => Response) =>
    guarded((c, who) => {
      const library = who.libraries.find(({ key }) => key === c.req.param('key'))
      return library ? route(c, who, library) : refused(404)
    })

  /** The item of the path, where the account may see its library. */
  const seen = (who: Who, key: string | number): Item | undefined => {
    const item = source.item(Number(key))
    return item && who.libraries.some((library) => library.key === item.section) ? item : undefined
  }
  const withItem = (route: (c: Context, who: Who, item: Item) => Response) =>
    guarded((c, who) => {
      const item = seen(who, c.req.param('rk') ?? '')
      return item ? route(c, who, item) : refused(404)
    })

  const show = (c: Context, who: Who, items: readonly Item[], whole = false): Record<string, unknown>[] =>
    items.flatMap((item) => {
      const library = who.libraries.find(({ key }) => key === item.section)
      const withGuids = c.req.query('includeGuids') === '1'
      return library ? [metadataOf(item, { source, library, viewOf: viewOf(who), withGuids, whole })] : []
    })

  /** A part of a list that was made for the answer. */
  const partOf = (c: Context, who: Who, items: readonly Item[], head: Record<string, unknown> = {}): Response => {
    const window = windowOf(c)
    const part = items.slice(window.start, window.start + window.size)
    const Metadata = show(c, who, part)
    return container(c, { ...extent(window, part.length, items.length), allowSync: true, ...head, Metadata })
  }

  const head = (library: Library) => ({
    allowSync: true,
    identifier: 'com.plexapp.plugins.library',
    librarySectionID: Number(library.key),
    librarySectionTitle: library.title,
    librarySectionUUID: libraryUuid(placeOf(library)),
    title1: library.title,
  })

  const listed = (c: Context, who: Who, library: Library, type: ItemType): Response => {
    const query = queryOf(c, library.key, type, viewOf(who))
    if (!query) return refused(400)
    const window = windowOf(c)
    const { total, items } = source.page({ ...query, ...window })
    const Metadata = show(c, who, items)
    return container(c, { ...extent(window, items.length, total), ...head(library), viewGroup: type, Metadata })
  }

  return new Hono()
    .get(
      '/library/sections',
      guarded((c, who) => {
        const Directory = who.libraries.map((library) => directory(library, placeOf(library)))
        return container(c, { size: Directory.length, allowSync: false, title1: 'Plex Library', Directory })
      }),
    )
    .get(
      '/library/sections/:key/all',
      inLibrary((c, who, library) => {
        const asked = c.req.query('type')
        const type = asked === undefined ? TOP[library.type] : TYPES.get(asked)
        return type ? listed(c, who, library, type) : refused(400)
      }),
    )
    .get(
      '/library/sections/:key/collections',
      inLibrary((c, who, library) => listed(c, who, library, 'collection')),
    )
    .get(
      '/library/sections/:key/firstCharacter',
      inLibrary((c, who, library) => {
        const query = { section: library.key, type: TOP[library.type], start: 0, size: Infinity, order: [] }
        const letters = new Map<string, number>()
        for (const item of source.page({ ...query, valueOf: () => 0 }).items) {
          const first = sortTitle(item).slice(0, 1).toUpperCase()
          const letter = /\p{L}/u.test(first) ? first : '#'
          letters.set(letter, (letters.get(letter) ?? 0) + 1)
        }
        const Directory = [...letters]
          .toSorted(([a], [b]) => a.localeCompare(b, 'en'))
          .map(([title, size]) => ({ size, key: encodeURIComponent(title), title }))
        return container(c, { size: Directory.length, ...head(library), Directory })
      }),
    )
    .on(
      ['GET', 'POST'],
      '/library/sections/:key/refresh',
      inLibrary((c, who, library) => {
        if (who.role !== 'owner') return refused(403)
        shop.refreshed(library, c.req.query('path'))
        return new Response(null, { status: 200 })
      }),
    )
    .on(
      'GET',
      ['/library/collections/:rk/children', '/library/collections/:rk/items'],
      withItem((c, who, item) => (item.type === 'collection' ? partOf(c, who, source.childrenOf(item)) : refused(404))),
    )
    .get(
      '/library/metadata/:rks{[0-9]+(,[0-9]+)*}',
      guarded((c, who) => {
        const items = (c.req.param('rks') ?? '').split(',').flatMap((key) => seen(who, key) ?? [])
        if (items.length === 0) return refused(404)
        return container(c, { size: items.length, allowSync: true, Metadata: show(c, who, items, true) })
      }),
    )
    .get(
      '/library/metadata/:rk/children',
      withItem((c, who, item) => {
        const names = { key: String(item.ratingKey), title2: item.title, parentTitle: item.title }
        return partOf(c, who, source.childrenOf(item), names)
      }),
    )
    .get(
      '/library/metadata/:rk/allLeaves',
      withItem((c, who, item) => partOf(c, who, source.leavesOf(item))),
    )
    .get(
      '/library/onDeck',
      guarded((c, who) => partOf(c, who, onDeck(source, views.of(who.id), who.libraries))),
    )
    .get(
      '/library/recentlyAdded',
      guarded((c, who) => {
        const query = { start: 0, size: 50, order: [{ field: 'addedAt', descending: true }] }
        const items = who.libraries.flatMap(({ key, type }) => {
          const kind = RECENT[type]
          const valueOf = (item: Item) => item.addedAt
          return kind ? source.page({ ...query, section: key, type: kind, valueOf }).items : []
        })
        return partOf(
          c,
          who,
          items.toSorted((a, b) => b.addedAt - a.addedAt || b.ratingKey - a.ratingKey),
        )
      }),
    )
    .get(
      '/hubs/continueWatching',
      guarded((c, who) => {
        const Metadata = show(c, who, continuing(source, views.of(who.id), who.libraries))
        const hub = {
          key: '/hubs/continueWatching/items',
          hubIdentifier: 'continueWatching',
          type: 'mixed',
          more: false,
        }
        const Hub = [
          { title: 'Continue Watching', ...hub, size: Metadata.length, ...(Metadata[0] ? { Metadata } : {}) },
        ]
        return container(c, { size: 1, allowSync: true, Hub })
      }),
    )
}
