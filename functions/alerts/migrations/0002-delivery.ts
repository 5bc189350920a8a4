import type { Migration } from 'kysely/migration'

/** Channels, deliveries with their tries, notices, preferences, browsers for web push. */
export const delivery: Migration = {
  async up() {},
}
