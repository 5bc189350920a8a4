import { expect, test } from 'vitest'
import { asHtml, asMarkdown } from './snippets.ts'

const ORIGIN = 'https://nest.example.org'

test('a badge leads to the page that it is from', () => {
  expect(asMarkdown(ORIGIN, 'Plex', 'status')).toBe(
    '[![Plex](https://nest.example.org/api/public/badges/Plex/status.svg)](https://nest.example.org/status)',
  )
})

test('a name with signs of its own breaks neither snippet', () => {
  expect(asMarkdown(ORIGIN, 'TV [4k] (new)', 'uptime')).toContain(
    String.raw`![TV \[4k\] (new)](https://nest.example.org/api/public/badges/TV%20%5B4k%5D%20%28new%29/uptime.svg)`,
  )
  expect(asHtml(ORIGIN, '"A" & <b>', 'uptime')).toContain('alt="&quot;A&quot; &amp; &lt;b>"')
})
