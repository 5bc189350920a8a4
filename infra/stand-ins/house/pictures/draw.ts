import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { chromium, type Page } from 'playwright-core'
import { TITLES } from '../titles.ts'
import { POSTER, svgOf, WIDE } from './svg.ts'

// node infra/launch.mjs infra/stand-ins/house/pictures/draw.ts: renders the pictures of the catalogue anew, beside this
// file. They are committed; this is needed only when a title or a design changes.
const FOLDER = import.meta.dirname
/** Bytes of one picture: the best quality that stays below is taken. */
const MOST = { poster: 8_700, wide: 7_000 }
const QUALITIES = [82, 76, 70, 64, 58, 52, 46, 40, 34, 28]

const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--force-color-profile=srgb'],
})
const page = await browser.newPage()
let total = 0
for (const title of TITLES) {
  const poster = await render(page, svgOf(title, POSTER), POSTER, MOST.poster)
  const wide = await render(page, svgOf(title, WIDE), WIDE, MOST.wide)
  for (const [file, bytes] of [
    [`${title.tmdbId}.jpg`, poster],
    [`${title.tmdbId}-wide.jpg`, wide],
  ] as const) {
    await writeFile(path.join(FOLDER, file), bytes)
    total += (await readFile(path.join(FOLDER, file))).length
  }
}
await browser.close()
process.stdout.write(`${TITLES.length * 2} pictures, ${Math.round(total / 1000)} kB\n`)

async function render(on: Page, svg: string, { w, h }: typeof POSTER, most: number): Promise<Buffer> {
  await on.setViewportSize({ width: w, height: h })
  await on.setContent(`<style>*{margin:0}svg{display:block}</style>${svg}`)
  for (const quality of QUALITIES) {
    const bytes = withoutProfile(await on.screenshot({ type: 'jpeg', quality }))
    if (bytes.length <= most || quality === QUALITIES.at(-1)) return bytes
  }
  throw new Error('There is no quality to draw with')
}

/** Takes the colour profile out, which is larger than what it says. */
function withoutProfile(jpeg: Buffer): Buffer {
  const at = jpeg.indexOf(Buffer.from([0xff, 0xe2]))
  if (at < 0 || at > 200) return jpeg
  return Buffer.concat([jpeg.subarray(0, at), jpeg.subarray(at + 2 + jpeg.readUInt16BE(at + 2))])
}
