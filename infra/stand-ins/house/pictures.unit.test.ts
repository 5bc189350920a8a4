import { expect, test } from 'vitest'
import { pictureOf } from './pictures.ts'
import { TITLES } from './titles.ts'

/** Width and height that a JPEG says it has. */
function sizeOf(bytes: Uint8Array): [number, number] {
  const view = Buffer.from(bytes)
  for (let at = 2; at < view.length; at += 2 + view.readUInt16BE(at + 2)) {
    const frame = [0xc0, 0xc2].includes(view[at + 1] ?? 0)
    if (frame) return [view.readUInt16BE(at + 7), view.readUInt16BE(at + 5)]
  }
  return [0, 0]
}

test('every title has a poster and a wide picture, small ones', () => {
  let total = 0
  for (const { title, posterPath, backdropPath } of TITLES) {
    const [poster, wide] = [pictureOf(posterPath), pictureOf(backdropPath, 'w780')]
    if (!poster || !wide) throw new Error(`${title} has no picture: run infra/stand-ins/house/pictures/draw.ts`)
    expect([sizeOf(poster.bytes), sizeOf(wide.bytes)], title).toEqual([
      [342, 513],
      [780, 439],
    ])
    for (const { bytes } of [poster, wide]) expect(bytes.length, title).toBeLessThan(15_000)
    total += poster.bytes.length + wide.bytes.length
  }
  expect(total).toBeLessThan(900_000)
})

test('another path has none', () => {
  for (const path of ['/house-700101.jpg', '/house-999999.png', '/../titles.ts', 'house-700101.png', '']) {
    expect(pictureOf(path), path).toBeUndefined()
  }
})
