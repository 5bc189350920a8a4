import type { Migration } from 'kysely/migration'
import { createStatements } from '../../../bus/index.ts'

export const init: Migration = createStatements
