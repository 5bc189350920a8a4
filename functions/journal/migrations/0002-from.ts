import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

export const from: Migration = {
  async up(db) {
    await sql`alter table entry add column sealed_from text`.execute(db)
    // what people did, for the audit log
    await sql`
      create index entry_by_people on entry (time desc, position desc)
      where actor like 'user:%' or actor in ('operator', 'visitor')`.execute(db)
  },
}
