import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'

/** Something that was hidden, and where it may be seen all the same: in the one answer that hands it out. */
interface Needle {
  name: string
  forms: Buffer[]
  shown: RegExp | undefined
}

/** What came out of the product, by where it came out. */
interface Straw {
  where: string
  bytes: Buffer
}

/** Remembers every secret that was put in, and everything that came out. */
export class Haystack {
  readonly #needles: Needle[] = []
  readonly #straws: Straw[] = []

  /** A secret, looked for as it is and in the forms that encoding gives it, but where it is shown on purpose. */
  plant(name: string, value: string, shown?: RegExp): string {
    if (value.length < 8) throw new Error(`"${name}" is too short to be told from chance.`)
    const forms = [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)]
    const bytes = Buffer.from(value)
    forms.push(bytes.toString('hex'), bytes.toString('base64').replace(/=+$/, ''), bytes.toString('base64url'))
    this.#needles.push({ name, forms: [...new Set(forms)].map((form) => Buffer.from(form)), shown })
    return value
  }

  get planted(): number {
    return this.#needles.length
  }

  get bytes(): number {
    return this.#straws.reduce((sum, { bytes }) => sum + bytes.length, 0)
  }

  add(where: string, what: string | Buffer): void {
    this.#straws.push({ where, bytes: typeof what === 'string' ? Buffer.from(what) : what })
  }

  /** Every file below a folder, opened where it is packed; `except` are paths from the folder on. */
  async addFolder(where: string, folder: string, except: readonly string[] = []): Promise<void> {
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue
      const file = path.join(entry.parentPath, entry.name)
      if (except.some((one) => path.relative(folder, file) === one)) continue
      const bytes = await readFile(file).catch(() => Buffer.alloc(0))
      this.add(`${where} ${path.relative(folder, file)}`, bytes)
      if (bytes.subarray(0, 2).equals(Buffer.from([0x1f, 0x8b])))
        this.add(`${where} ${path.relative(folder, file)} (unpacked)`, gunzipSync(bytes))
    }
  }

  /** Each secret that was found, with the places. */
  found(): string[] {
    const found: string[] = []
    for (const { name, forms, shown } of this.#needles)
      for (const { where, bytes } of this.#straws)
        if (!shown?.test(where) && forms.some((form) => bytes.includes(form))) found.push(`${name} in ${where}`)
    return [...new Set(found)]
  }
}
