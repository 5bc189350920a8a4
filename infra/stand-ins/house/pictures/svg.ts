import type { Title } from '../titles.ts'
import { DESIGNS } from './designs.ts'
import { drawn } from './motifs.ts'
import { PALETTES } from './palettes.ts'

export const POSTER = { w: 342, h: 513 }
export const WIDE = { w: 780, h: 439 }

/** The picture of a title; the poster has its name on it, the wide one has not. Throws for a title without a design. */
export function svgOf(title: Title, { w, h }: typeof POSTER): string {
  const design = DESIGNS[title.tmdbId]
  if (!design) throw new Error(`${title.title} has no design: give it one in designs.ts`)
  const [motif, name] = design
  const colours = PALETTES[name]
  const random = seeded(title.tmdbId)
  const [top, bottom] = colours.sky
  const poster = h > w
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}">
<defs><linearGradient id="sky" x2="0" y2="1"><stop stop-color="${top}"/><stop offset="0.8" stop-color="${bottom}"/></linearGradient>
<linearGradient id="shade" x2="0" y2="1"><stop offset="0.5" stop-color="${colours.layers[2]}" stop-opacity="0"/><stop offset="0.78" stop-color="${colours.layers[2]}" stop-opacity="0.92"/></linearGradient></defs>
<rect width="${w}" height="${h}" fill="url(#sky)"/>${drawn(motif, { w, h, colours, random })}${poster ? lettering(title, name) : ''}</svg>`
}

/** Dark paper wants light letters, whatever the motif is drawn in. */
function lettering(title: Title, name: keyof typeof PALETTES): string {
  const { w, h } = POSTER
  const { light } = PALETTES[name]
  // no font here has pictures among its letters
  const text = title.title.replaceAll(/\p{Extended_Pictographic}/gu, '').trim()
  const serif = title.tmdbId % 3 !== 0
  const size = text.length > 30 ? 25 : text.length > 18 ? 30 : 35
  const lines = wrapped(serif ? text : text.toUpperCase(), Math.floor((w - 44) / (size * (serif ? 0.67 : 0.68))))
  const family = serif ? 'DejaVu Serif' : 'DejaVu Sans Condensed, DejaVu Sans'
  const last = h - 52
  const rows = lines.map((line, index) => {
    const y = last - (lines.length - 1 - index) * size * 1.14
    return `<text x="22" y="${y.toFixed(1)}" font-family="${family}" font-weight="bold" font-size="${size}" fill="#ffffff">${escaped(line)}</text>`
  })
  const kind = title.mediaType === 'movie' ? 'an invented film' : 'an invented series'
  const foot = `<text x="22" y="${h - 22}" font-family="DejaVu Sans" font-size="13" letter-spacing="1" fill="${light}">${kind} · ${title.year}</text>`
  return `<rect width="${w}" height="${h}" fill="url(#shade)"/>${rows.join('')}${foot}`
}

function wrapped(text: string, length: number): string[] {
  const lines: string[] = []
  for (const word of text.split(/\s+/)) {
    const open = lines.at(-1)
    if (open !== undefined && `${open} ${word}`.length <= length) lines[lines.length - 1] = `${open} ${word}`
    else lines.push(word)
  }
  return lines
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** The same numbers between 0 and 1 for the same seed. */
function seeded(seed: number): () => number {
  let state = seed * 2_654_435_761
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 0x9e37_79b9) | 0
    return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32
  }
}
