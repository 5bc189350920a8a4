import { defineDomain, type StatementTable } from '../../bus/index.ts'
import { init } from './migrations/0001-init.ts'

export interface LibraryTables {
  statement: StatementTable
}

export const library = defineDomain<LibraryTables>({ name: 'library', migrations: { '0001_init': init } })
