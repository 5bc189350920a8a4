import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Where a person's e-mail goes is sealed like a secret; what was entered before is entered again. */
export const sealedEmail: Migration = {
  async up(db) {
    await sql`alter table preference drop column email_address, add column sealed_email text`.execute(db)
  },
}
