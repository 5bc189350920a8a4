import { crc32, deflateSync } from 'node:zlib'

/** Draws what stands at a path of TMDB, such as `/house-700101.png`, `width` pixels wide (0: as it is). */
export type Picture = (
  path: string,
  width: number,
) =>
  | Promise<{ bytes: Uint8Array<ArrayBuffer>; contentType: string } | undefined>
  | { bytes: Uint8Array<ArrayBuffer>; contentType: string }
  | undefined

/** A few pixels of one colour, which follows from the path. */
export const tinyPng: Picture = (path) => {
  const seed = crc32(path)
  return { bytes: png(2, 3, [seed & 255, (seed >> 8) & 255, (seed >> 16) & 255]), contentType: 'image/png' }
}

/** A picture of one colour, as PNG. */
export function png(width: number, height: number, [red, green, blue]: readonly [number, number, number]) {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  // 8 bits a channel, red green blue
  header.set([8, 2], 8)
  const line = Buffer.concat([Buffer.of(0), Buffer.alloc(width * 3, Buffer.of(red, green, blue))])
  const pixels = deflateSync(Buffer.concat(Array.from({ length: height }, () => line)))
  const signature = Buffer.of(137, 80, 78, 71, 13, 10, 26, 10)
  return new Uint8Array(
    Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]),
  )
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}
