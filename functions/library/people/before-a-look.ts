import { type Selectable, sql } from 'kysely'
import type { LibraryContext } from '../context.ts'
import type { LibraryTables } from '../domain.ts'
import type { PersonRow } from './access.ts'

type Row<T extends keyof LibraryTables> = Selectable<LibraryTables[T]>

/** A library as lists need it. */
export type Shelf = Pick<
  Row<'section'>,
  'key' | 'title' | 'kind' | 'items' | 'counts' | 'total' | 'imported' | 'reading' | 'synced_at' | 'whole_at'
>
export type ServerRow = Pick<
  Row<'server'>,
  'machine_id' | 'name' | 'connected' | 'checked_at' | 'failed_at' | 'message'
>

export interface BeforeALook {
  /** Undefined before it was read at all. */
  server: ServerRow | undefined
  /** Libraries that can be browsed here, in Plex's order. */
  shelves: Shelf[]
  /** Undefined of somebody whom nobody asked Plex about, and for the operator. */
  person: PersonRow | undefined
  /** When what the person watched was read, by library. */
  watched: Record<string, Date>
}

interface Found {
  server: object | null
  shelves: object[] | null
  person: object | null
  watched: Record<string, string> | null
}

/** What stands before every page of the library, in one round trip. */
export async function beforeALook({ db }: Pick<LibraryContext, 'db'>, userId: string | null): Promise<BeforeALook> {
  const { rows } = await sql<Found>`select
    (select to_jsonb(server) from server) as server,
    (select jsonb_agg(to_jsonb(section) - 'off' - 'tally' order by position, key) from section
      where not gone and kind in ('movie', 'show', 'artist')) as shelves,
    (select to_jsonb(person) from person where user_id = ${userId}::uuid) as person,
    (select jsonb_object_agg(section_key, read_at) from watched where user_id = ${userId}::uuid) as watched`.execute(db)
  const { server, shelves, person, watched } = rows[0] ?? { server: null, shelves: null, person: null, watched: null }
  return {
    server: server === null ? undefined : (withTimes(server) as ServerRow),
    shelves: (shelves ?? []).map((shelf) => withTimes(shelf) as Shelf),
    person: person === null ? undefined : (withTimes(person) as PersonRow),
    watched: Object.fromEntries(Object.entries(watched ?? {}).map(([key, at]) => [key, new Date(at)])),
  }
}

/** JSON has no times: what is called so is one. */
const withTimes = (row: object): object =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]: [string, unknown]) => [
      name,
      name.endsWith('_at') && typeof value === 'string' ? new Date(value) : value,
    ]),
  )
