import { z } from 'zod'

/** Raised when what is written can no longer be read by older code. */
export const FORMAT = 1

const count = z.int().nonnegative()

/** The first line. */
export const Header = z.object({
  kind: z.literal('medianest-backup'),
  format: z.int(),
  productVersion: z.string(),
  madeAt: z.iso.datetime(),
  /** Migrations that each domain's schema has had, in their order. */
  migrations: z.record(z.string(), z.array(z.string())),
  /** Last sequence of each stream; null when it could not be asked. */
  journal: z.record(z.string(), count).nullable(),
  /** Ids of the house keys that the ring of keys is wrapped by. */
  houseKeys: z.array(z.string()),
  /** The house key, wrapped by the pass phrase; null when there is none. */
  key: z.object({ salt: z.string(), nonce: z.string(), body: z.string() }).nullable(),
})
export type Header = z.infer<typeof Header>

/** Before the rows of a table. */
export const TableLine = z.object({ kind: z.literal('table'), schema: z.string(), table: z.string() })

/** The last line: without it the file is cut off. */
export const EndLine = z.object({
  kind: z.literal('end'),
  /** By `schema.table`. */
  rows: z.record(z.string(), count),
  /** Of everything before this line. */
  sha256: z.string(),
})
export type EndLine = z.infer<typeof EndLine>

/** A row as PostgreSQL says it, never parsed by us: its numbers are more exact than ours. */
export const ROW_START = '{"row":'
export const toRowLine = (json: string): string => `${ROW_START}${json}}`
export const fromRowLine = (line: string): string => line.slice(ROW_START.length, -1)

/** Not what it should be; the message is a sentence about the file. */
export class BrokenBackup extends Error {
  override readonly name = 'BrokenBackup'
}

const NAME = /^medianest-(\d{4}-\d{2}-\d{2})T(\d{2})-(\d{2})-(\d{2})Z\.backup$/

export const fileNameAt = (time: Date): string =>
  `medianest-${time.toISOString().slice(0, 19).replaceAll(':', '-')}Z.backup`

/** When a file of that name was made; null for another file. */
export function timeOfFile(name: string): Date | null {
  const [, day, hour, minute, second] = NAME.exec(name) ?? []
  return day === undefined ? null : new Date(`${day}T${hour}:${minute}:${second}Z`)
}
