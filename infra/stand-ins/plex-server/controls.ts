import { type LibraryDoor, regularSeasons } from '../house/library-door.ts'
import { pictureOf } from '../house/pictures.ts'
import type { Album } from '../house/music.ts'
import type { Title } from '../house/titles.ts'
import { type Account, type Happening, payloadOf, providerPayload } from './events.ts'
import type { Item, Library, Source } from './items.ts'
import { metadataOf, topOf } from './metadata.ts'
import { addAlbum } from './other-media.ts'
import { createSessions, sessionShown } from './sessions.ts'
import type { AddOptions, Shelves } from './shelves.ts'
import type { Views } from './views.ts'
import { createWebhooks, pictureFor, type WebhookTroubles } from './webhooks.ts'
import { LOCAL_OWNER, type PlexTvDoor } from './who.ts'

/** An account by its number, its user name or its title. */
export type AccountName = number | string

export interface PutOptions extends AddOptions {
  /** No webhook about it, as when the server is looked through for the first time. */
  quietly?: boolean
  /** One webhook for every episode of a season, in the place of one for all of them. */
  burst?: boolean
}

/** What a test or a demo does to a media server. Everything that a real one tells by webhook is told. */
export interface PlexControls {
  /** The server as the house sees it. */
  readonly library: LibraryDoor
  readonly webhooks: WebhookTroubles
  /** Puts a film, or seasons of a series (all but the specials), in; gives the key of the film or the series. */
  add(title: Title, seasons?: number[], options?: PutOptions): string
  /** Puts an album with its artist into the music library, and tells of it. Twice is once. */
  addAlbum(album: Album): void
  /** The key of a film or a series that is there. */
  keyOf(title: Title): string | undefined
  /** Keys of the episodes of a series, or of one season of it. */
  episodesOf(title: Title, season?: number): string[]
  /** A collection of what is there; gives its key. */
  collect(name: string, titles: readonly Title[]): string
  /** Takes something out with all below it. No webhook tells of that. */
  remove(ratingKey: string): boolean
  /** Somebody has watched something to its end (`media.scrobble`). */
  watch(ratingKey: string, account: AccountName): void
  /** Somebody begins to play something, `at` milliseconds after its start; what they played before stops. */
  play(ratingKey: string, account: AccountName, at?: number): void
  pause(account: AccountName): void
  resume(account: AccountName): void
  /** Somebody stops, `at` milliseconds after the start. */
  stopPlaying(account: AccountName, at?: number): void
  /** Somebody rates: 0 to 10, or -1 to take it back. */
  rate(ratingKey: string, account: AccountName, rating: number): void
  /** An event of the server's own, such as `admin.database.backup` or `device.new`. */
  announce(event: string): void
  /** The same addresses hear of another server of the account. */
  otherServer(title: Title, uuid?: string): void
  /** The same addresses hear of something from Plex's own catalogue. */
  provider(title: string): void
}

interface Parts {
  machineIdentifier: string
  name: string
  libraries: readonly Library[]
  shelves: Shelves
  source: Source
  views: Views
  plexTv: PlexTvDoor | undefined
  webhookUrls: readonly string[]
  random: (() => number) | undefined
}

const OTHER_SERVER = 'eeee3c5ad1b24e6fa0c1d2e3f4a5b6c7d8e9f00e'

export function createControls(parts: Parts) {
  const { machineIdentifier, name, libraries, shelves, source, views, plexTv, webhookUrls, random } = parts
  const sessions = createSessions()
  const webhooks = createWebhooks(random)

  const owner = (): Account => plexTv?.ownerOf?.(machineIdentifier) ?? LOCAL_OWNER
  const account = (who: AccountName): Account =>
    plexTv?.person?.(who) ?? (who === LOCAL_OWNER.id ? LOCAL_OWNER : { id: Number(who) || 2, title: String(who) })

  function found(ratingKey: string): Item {
    const item = source.item(Number(ratingKey))
    if (!item) throw new Error(`The media server has no item ${ratingKey}`)
    return item
  }

  const libraryOf = (item: Item): Library => libraries.find(({ key }) => key === item.section)!

  function metadata(item: Item, by: Account, withGuids = true): Record<string, unknown> {
    const library = libraryOf(item)
    const viewOf = (key: number) => views.get(by.id, key)
    return metadataOf(item, { source, library, viewOf, withGuids, whole: true })
  }

  function tell(happening: Happening, server = { title: name, uuid: machineIdentifier }, item?: Item): void {
    const { event, by } = happening
    const told = plexTv?.hearersOf?.(machineIdentifier, by) ?? []
    const here = webhookUrls.length > 0 ? [{ hearer: owner(), owner: true, urls: [...webhookUrls] }] : []
    const poster = item && pictureOf(topOf(item, source).poster ?? '')?.bytes
    for (const { hearer, owner: owns, urls } of [...told, ...here]) {
      // what is new is said to the owner alone
      if (!owns && !event.startsWith('media.')) continue
      const payload = payloadOf(happening, { server, hearer, owner: owns && server.uuid === machineIdentifier })
      webhooks.send(urls, payload, pictureFor(event, poster))
    }
  }

  function about(event: string, item: Item, by: Account, happening: Partial<Happening> = {}): void {
    // the parts of the file are in no webhook
    const { Media: _, ...shown } = metadata(item, by)
    const said = { librarySectionType: libraryOf(item).type, ...shown }
    tell({ event, by, ...happening, metadata: { ...said, ...happening.metadata } }, undefined, item)
  }

  function announceNew(added: readonly Item[], isNewShow: boolean, burst: boolean): void {
    const episodes = added.filter(({ type }) => type === 'episode')
    const seasons = added.filter(({ type }) => type === 'season')
    const film = added.find(({ type }) => type === 'movie')
    const show = seasons[0] && topOf(seasons[0], source)
    const one = isNewShow && show ? [show] : seasons
    for (const item of film ? [film] : burst || episodes.length === 1 ? episodes : one)
      about('library.new', item, owner())
  }

  function stopPlaying(who: AccountName, at?: number): void {
    const by = account(who)
    const session = sessions.of(by.id)
    if (!session) return
    views.reached(by.id, session.item, at ?? session.viewOffset)
    sessions.end(session)
    about('media.stop', session.item, by, { session })
  }

  function change(who: AccountName, state: 'playing' | 'paused', event: string): void {
    const by = account(who)
    const session = sessions.of(by.id)
    if (!session) throw new Error(`${by.title} plays nothing`)
    session.state = state
    about(event, session.item, by, { session, metadata: { viewOffset: session.viewOffset } })
  }

  const controls: PlexControls = {
    webhooks,
    library: {
      add: (title, seasons) => Promise.resolve({ ratingKey: controls.add(title, seasons) }),
      has(title, seasons = []) {
        const item = shelves.titled(title)
        const there = item && source.childrenOf(item).map(({ index }) => index)
        return item !== undefined && seasons.every((number) => there?.includes(number))
      },
    },
    add(title, seasons = regularSeasons(title), { quietly = false, burst = false, ...options } = {}) {
      const isNewShow = title.mediaType === 'tv' && !shelves.titled(title)
      const added = shelves.add(title, seasons, options)
      if (!quietly) announceNew(added, isNewShow, burst)
      return String(shelves.titled(title)?.ratingKey)
    },
    addAlbum(album) {
      const added = addAlbum(shelves, libraries, album)
      if (added) about('library.new', added, owner())
    },
    keyOf: (title) => shelves.titled(title)?.ratingKey.toString(),
    episodesOf(title, season) {
      const show = shelves.titled(title)
      const seasons = show
        ? source.childrenOf(show).filter(({ index }) => season === undefined || index === season)
        : []
      return seasons.flatMap((one) => source.childrenOf(one)).map(({ ratingKey }) => String(ratingKey))
    },
    collect(title, titles) {
      const held = titles.flatMap((one) => shelves.titled(one) ?? [])
      const [first] = held
      if (!first) throw new Error('A collection needs something that is there')
      const { section, addedAt, poster } = first
      const members = held.map(({ ratingKey }) => ratingKey)
      const placed = { type: 'collection', section, title, addedAt, members, children: members.length } as const
      return String(shelves.put({ ...placed, ...(poster ? { poster } : {}) }).ratingKey)
    },
    remove: (ratingKey) => shelves.remove(Number(ratingKey)),
    watch(ratingKey, who) {
      const [item, by] = [found(ratingKey), account(who)]
      const player = { title: 'Living-room TV', uuid: `player${by.id}xxxxxxxxxxxxxxxx`.slice(0, 24) }
      views.watched(by.id, item)
      about('media.scrobble', item, by, { session: sessions.of(by.id) ?? { player } })
    },
    play(ratingKey, who, at = 0) {
      const [item, by] = [found(ratingKey), account(who)]
      stopPlaying(who)
      const session = sessions.start(item, by, at)
      views.reached(by.id, item, at)
      about('media.play', item, by, { session })
      if (by.id !== owner().id) about('playback.started', item, by, { session })
    },
    pause: (who) => change(who, 'paused', 'media.pause'),
    resume: (who) => change(who, 'playing', 'media.resume'),
    stopPlaying,
    rate(ratingKey, who, rating) {
      const [item, by] = [found(ratingKey), account(who)]
      const more = { rating: String(rating) }
      about('media.rate', item, by, { more, metadata: rating < 0 ? {} : { userRating: rating } })
    },
    announce: (event) => tell({ event, by: owner() }),
    otherServer(title, uuid = OTHER_SERVER) {
      const guid = `plex://movie/${title.tmdbId}`
      const key = { ratingKey: '1001', key: '/library/metadata/1001', librarySectionID: 1, librarySectionType: 'movie' }
      const item = { ...key, guid, type: 'movie', title: title.title, year: title.year, addedAt: 1_700_000_000 }
      tell({ event: 'library.new', by: owner(), metadata: item }, { title: 'The cabin', uuid })
    },
    provider(title) {
      for (const { hearer, urls } of plexTv?.hearersOf?.(machineIdentifier) ?? []) {
        webhooks.send(urls, providerPayload(hearer, title), pictureFor('media.play', undefined))
      }
    },
  }

  return {
    controls,
    terminate: (id: string) => sessions.endById(id),
    /** As `/status/sessions` lists them. */
    shownSessions: (): object[] =>
      sessions
        .list()
        .map((session) =>
          sessionShown(session, metadata(session.item, session.account), session.account.id === owner().id),
        ),
  }
}
