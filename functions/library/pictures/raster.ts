type Raster = 'image/jpeg' | 'image/png' | 'image/webp' | 'image/avif' | 'image/gif'

const text = (bytes: Buffer, from: number, to: number): string => bytes.subarray(from, to).toString('latin1')

/** What a picture is by its first bytes, whatever it is said to be; null for what is no raster picture. */
export function rasterType(bytes: Buffer): Raster | null {
  if (bytes.length < 16) return null
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'image/jpeg'
  if (text(bytes, 0, 8) === '\u0089PNG\r\n\u001a\n') return 'image/png'
  if (text(bytes, 0, 4) === 'RIFF' && text(bytes, 8, 12) === 'WEBP') return 'image/webp'
  if (text(bytes, 4, 8) === 'ftyp' && /^avi[fs]$/.test(text(bytes, 8, 12))) return 'image/avif'
  return /^GIF8[79]a$/.test(text(bytes, 0, 6)) ? 'image/gif' : null
}
