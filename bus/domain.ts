import type { Migration } from 'kysely/migration'

declare const TABLES: unique symbol

/** A folder of functions that share one PostgreSQL schema. */
export interface Domain<Tables = unknown> {
  /** Folder name, schema name and the first word of its contracts. */
  readonly name: string
  /** In the order of their keys, `0001_init` first; applied inside the domain's schema. */
  readonly migrations: Readonly<Record<string, Migration>>
  readonly [TABLES]?: Tables
}

/** Declares a domain with the types of its tables. */
export const defineDomain = <Tables>(spec: {
  name: string
  migrations: Readonly<Record<string, Migration>>
}): Domain<Tables> => spec
