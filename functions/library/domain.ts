import type { ColumnType, Generated } from 'kysely'
import type { ItemKind } from '../../contracts/plex-library.ts'
import { defineDomain, type StatementTable } from '../../bus/index.ts'
import { init } from './migrations/0001-init.ts'
import { plexLibrary } from './migrations/0002-library.ts'

export type Counts = Record<string, number>

/** What a reading of a library did. */
export interface Tally {
  added: number
  changed: number
  removed: number
  /** Milliseconds. */
  tookMs: number
  /** How many facts it stated one by one. */
  told: number
}

export interface LibraryTables {
  statement: StatementTable
  /** The house's server: which one it is, whether it answers, and who reads it at the moment. */
  server: {
    one: Generated<boolean>
    machine_id: string
    name: string | null
    /** False once it was disconnected or switched off. */
    connected: Generated<boolean>
    /** When it answered last, and since when it does not. */
    checked_at: Date | null
    failed_at: Date | null
    message: string | null
    busy_by: string | null
    busy_until: Date | null
  }
  section: {
    key: string
    uuid: string | null
    title: string
    kind: string
    position: Generated<number>
    /** Films, series or artists. */
    items: Generated<number>
    /** How many there are of each kind. */
    counts: ColumnType<Counts, string | undefined, string>
    /** While it is read for the first time: how many there are, and how many are in. */
    total: number | null
    imported: number | null
    synced_at: Date | null
    /** When all of it was read last. */
    whole_at: Date | null
    /** The newest `updatedAt` that was read, in Plex's seconds. */
    watermark: ColumnType<string | null, string | number | null | undefined, string | number | null>
    /** Number of the whole reading, and where that is: its stage (null between two) and the place within it. */
    pass: Generated<number>
    reading: string | null
    at: Generated<string>
    /** The newest `updatedAt` that this reading saw. */
    highest: ColumnType<string | null, string | number | null | undefined, string | number | null>
    /** What this reading did so far. */
    tally: ColumnType<Partial<Tally>, string | undefined, string>
    /** By how much Plex's own counts differed when all of it had been read. */
    off: ColumnType<Counts, string | undefined, string>
    version: Generated<string>
    gone: Generated<boolean>
  }
  item: {
    rating_key: string
    section_key: string
    kind: ItemKind
    title: string
    sort_title: string
    /** A to Z, or `#`. */
    letter: string
    parent_key: string | null
    grandparent_key: string | null
    parent_title: string | null
    grandparent_title: string | null
    /** Number of the episode, season, disc or track; of its season. */
    place: number | null
    parent_place: number | null
    year: number | null
    added_at: Date | null
    released: string | null
    duration_ms: number | null
    leaves: number | null
    /** 0 to 10. */
    rating: number | null
    content_rating: string | null
    studio: string | null
    genres: Generated<string[]>
    /** Plex's path of the picture, below `/library/metadata/`. */
    thumb: string | null
    art: string | null
    overview: string | null
    tagline: string | null
    tmdb_id: number | null
    tvdb_id: number | null
    imdb_id: string | null
    updated_at: ColumnType<string | null, string | number | null | undefined, string | number | null>
    read_at: Generated<Date>
    /** When everything about it was read: lists leave out what is long. */
    whole_at: Date | null
    /** When what is in it was read, with how far somebody is with that. */
    children_at: Date | null
    /** Number of the whole reading that saw it last. */
    pass: Generated<number>
  }
  member: { collection_key: string; rating_key: string; place: number }
  /** What Plex lets a person see. */
  person: {
    user_id: string
    access: 'owner' | 'shared' | 'none' | 'unlinked'
    plex_id: string | null
    /** By which the server knows the person, sealed. */
    sealed_token: string | null
    sections: Generated<string[]>
    checked_at: Date | null
    message: string | null
  }
  /** How far a person is with an item. */
  viewing: {
    user_id: string
    rating_key: string
    views: Generated<number>
    view_offset_ms: Generated<number>
    leaves_viewed: number | null
    last_viewed_at: Date | null
    read_at: Date
  }
  deck: { user_id: string; keys: string[]; read_at: Date }
  /** How far what a person watched in a library was read. */
  watched: {
    user_id: string
    section_key: string
    /** The newest `lastViewedAt`, in Plex's seconds. */
    newest: ColumnType<string, string | number | undefined, string | number>
    read_at: Date
    whole_at: Date
  }
}

export const library = defineDomain<LibraryTables>({
  name: 'library',
  migrations: { '0001_init': init, '0002_library': plexLibrary },
})
