import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** Bytes that can be fetched again, kept in a folder. */
export interface DiskCache {
  /**
   * What is kept under the key, else what `fetch` gives, which is kept from then on. Many who ask at once for the same
   * cause one fetch. A folder that cannot be written keeps nothing, and nobody notices.
   */
  take(key: string, fetch: () => Promise<Uint8Array>): Promise<Buffer>
}

/** How much of the bound stays when it was reached. */
const LEFT = 0.9
const HOUR_MS = 3_600_000

/** A folder of at most so many bytes; what was used longest ago goes first. Several processes may share it. */
export function diskCache(folder: string, maxBytes: number): DiskCache {
  const underWay = new Map<string, Promise<Buffer>>()
  /** Of what lies there; null before anybody looked. */
  let held: number | null = null
  let tidying: Promise<void> | null = null

  async function tidy(): Promise<void> {
    const files = await filesIn(folder)
    held = files.reduce((sum, { size }) => sum + size, 0)
    if (held <= maxBytes) return
    for (const { at, size } of files.toSorted((a, b) => a.usedMs - b.usedMs)) {
      if (held <= maxBytes * LEFT) break
      await rm(at, { force: true })
      held -= size
    }
  }

  async function keep(at: string, bytes: Uint8Array): Promise<void> {
    await mkdir(path.dirname(at), { recursive: true, mode: 0o700 })
    const unfinished = `${at}.${randomUUID()}`
    try {
      await writeFile(unfinished, bytes, { mode: 0o600 })
      await rename(unfinished, at)
    } catch (error) {
      await rm(unfinished, { force: true })
      throw error
    }
    if (held !== null) held += bytes.byteLength
    if (held !== null && held <= maxBytes) return
    tidying ??= tidy().finally(() => (tidying = null))
    await tidying
  }

  async function look(at: string, fetch: () => Promise<Uint8Array>): Promise<Buffer> {
    const known = await read(at).catch(() => null)
    if (known !== null) return known
    const bytes = Buffer.from(await fetch())
    await keep(at, bytes).catch(() => {})
    return bytes
  }

  return {
    take(key, fetch) {
      // a digest, so that no key can name another place
      const name = createHash('sha256').update(key).digest('hex')
      const at = path.join(folder, name.slice(0, 2), name.slice(2))
      const known = underWay.get(at)
      if (known) return known
      const looking = look(at, fetch).finally(() => underWay.delete(at))
      underWay.set(at, looking)
      return looking
    },
  }
}

/** Null where there is nothing, or the beginning of something that a crash cut off. */
async function read(at: string): Promise<Buffer | null> {
  const file = await open(at)
  try {
    const { mtimeMs, size } = await file.stat()
    if (size === 0) return null
    const bytes = await file.readFile()
    // its time says when it was used; to the hour is enough
    const now = Date.now()
    if (now - mtimeMs > HOUR_MS) await utimes(at, now / 1000, now / 1000).catch(() => {})
    return bytes
  } finally {
    await file.close()
  }
}

async function filesIn(folder: string): Promise<{ at: string; size: number; usedMs: number }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const found = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        const at = path.join(entry.parentPath, entry.name)
        // another process may have deleted it meanwhile
        const { size, mtimeMs } = await stat(at).catch(() => ({ size: 0, mtimeMs: 0 }))
        return { at, size, usedMs: mtimeMs }
      }),
  )
  return found
}
