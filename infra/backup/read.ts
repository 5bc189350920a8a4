import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { BrokenBackup, EndLine, FORMAT, Header, ROW_START, TableLine } from './format.ts'

const NEWLINE = 10

/** What reads a backup from its beginning to its end. */
export interface Reader {
  table(table: { schema: string; table: string }): Promise<void>
  row(line: string): Promise<void>
}

/** The first line alone. Throws `BrokenBackup`. */
export async function readHeader(file: string): Promise<Header> {
  for await (const line of linesOf(file)) return toHeader(line.toString('utf8'))
  throw new BrokenBackup('It is empty.')
}

/**
 * Reads the whole file, telling each table and each row of it, and checks that nothing is missing or changed. Throws
 * `BrokenBackup` as soon as something is, so what was told before may be half of it.
 */
export async function readBackup(file: string, reader?: Reader): Promise<{ header: Header; end: EndLine }> {
  const hash = createHash('sha256')
  let header: Header | undefined
  let end: EndLine | undefined
  let table = ''
  const rows: Record<string, number> = {}
  for await (const bytes of linesOf(file)) {
    if (end) throw new BrokenBackup('Something follows its last line.')
    const line = bytes.toString('utf8')
    if (!header) {
      header = toHeader(line)
    } else if (line.startsWith(ROW_START)) {
      if (table === '') throw new BrokenBackup('It has rows of no table.')
      rows[table] = (rows[table] ?? 0) + 1
      await reader?.row(line)
    } else if (line.startsWith('{"kind":"table"')) {
      const next = TableLine.parse(JSON.parse(line))
      table = `${next.schema}.${next.table}`
      rows[table] = 0
      await reader?.table(next)
    } else {
      end = toEnd(line, hash, rows)
    }
    hash.update(bytes).update('\n')
  }
  if (!header) throw new BrokenBackup('It is empty.')
  if (!end) throw new BrokenBackup('Its end is missing: it was cut off.')
  return { header, end }
}

function toHeader(line: string): Header {
  const parsed = Header.safeParse(parse(line))
  if (!parsed.success) throw new BrokenBackup('It is no backup of MediaNest.')
  if (parsed.data.format > FORMAT)
    throw new BrokenBackup(`It was made by MediaNest ${parsed.data.productVersion}, which is newer: use that version.`)
  return parsed.data
}

function toEnd(line: string, hash: Hash, rows: Record<string, number>): EndLine {
  const parsed = EndLine.safeParse(parse(line))
  if (!parsed.success) throw new BrokenBackup('It has a line that is not understood.')
  if (parsed.data.sha256 !== hash.copy().digest('hex')) throw new BrokenBackup('Its content was changed.')
  for (const [name, count] of Object.entries(parsed.data.rows))
    if (rows[name] !== count) throw new BrokenBackup(`Rows of ${name} are missing.`)
  return parsed.data
}

const parse = (line: string): unknown => {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

/** Lines as bytes, without their newline. A gzip that ends early is one that was cut off. */
async function* linesOf(file: string): AsyncGenerator<Buffer> {
  const source = createReadStream(file)
  const unpacked = createGunzip()
  source.on('error', (error) => unpacked.destroy(error))
  source.pipe(unpacked)
  const rest: Buffer[] = []
  try {
    for await (const chunk of unpacked as AsyncIterable<Buffer>) {
      let from = 0
      for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
        rest.push(chunk.subarray(from, at))
        yield rest.length === 1 ? rest[0]! : Buffer.concat(rest)
        rest.length = 0
        from = at + 1
      }
      if (from < chunk.length) rest.push(chunk.subarray(from))
    }
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (code === 'Z_BUF_ERROR') throw new BrokenBackup('Its end is missing: it was cut off.', { cause: error })
    if (code.startsWith('Z_')) throw new BrokenBackup('It is damaged, or no backup of MediaNest.', { cause: error })
    throw error
  } finally {
    source.destroy()
    unpacked.destroy()
  }
  if (rest.length > 0) throw new BrokenBackup('Its end is missing: it was cut off.')
}
