import { readFileSync } from 'node:fs'

export interface Picture {
  bytes: Uint8Array<ArrayBuffer>
  contentType: string
}

const FOLDER = new URL('pictures/', import.meta.url)
const read = new Map<string, Picture | undefined>()

/**
 * The picture behind a `posterPath` or `backdropPath` of the catalogue. There is one of each: posters are 342 by 513,
 * the wide ones 780 by 439, whatever size (`w342`, 780) is asked for. Undefined for another path.
 */
export function pictureOf(path: string, _size?: string | number): Picture | undefined {
  const [, id, wide = ''] = /^\/house-(\d{6})(-wide)?\.png$/.exec(path) ?? []
  if (id === undefined) return undefined
  const file = `${id}${wide}.jpg`
  if (!read.has(file)) read.set(file, load(file))
  return read.get(file)
}

function load(file: string): Picture | undefined {
  try {
    return { bytes: Uint8Array.from(readFileSync(new URL(file, FOLDER))), contentType: 'image/jpeg' }
  } catch {
    return undefined
  }
}
