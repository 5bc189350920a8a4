import type { Migration } from 'kysely/migration'

/** Rules, what they hold against whom, alerts, incidents, samples. */
export const engine: Migration = {
  async up() {},
}
