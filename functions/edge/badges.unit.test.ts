import { expect, test } from 'vitest'
import { drawBadge, isBadge, NO_BADGE } from './badges.ts'

const plex = { name: 'Plex', status: 'online' as const, uptimePercentage: 99.95 }
const titleOf = (svg: string): string | undefined => /<title>(.*?)<\/title>/.exec(svg)?.[1]

test('a badge says the state in words, to screen readers too', () => {
  const badge = drawBadge('status.svg', plex)
  expect(titleOf(badge)).toBe('Plex: online')
  expect(badge).toMatch(/<svg [^>]*role="img" aria-label="Plex: online"/)
  expect(titleOf(drawBadge('status.svg', { ...plex, status: 'maintenance' }))).toBe('Plex: in maintenance')
  expect(titleOf(drawBadge('uptime.svg', plex))).toBe('Plex: 99.95 % in 90 days')
  expect(titleOf(drawBadge('uptime.svg', { ...plex, uptimePercentage: null }))).toBe('Plex: no checks yet')
})

test('colours follow the state', () => {
  const fill = (status: 'online' | 'offline' | 'degraded' | 'unknown') =>
    [...drawBadge('status.svg', { ...plex, status }).matchAll(/fill="(#\w+)"/g)].map(([, color]) => color).join(' ')
  expect(new Set([fill('online'), fill('offline'), fill('degraded'), fill('unknown')]).size).toBe(4)
})

test('a name is text, whatever stands in it', () => {
  const badge = drawBadge('status.svg', { ...plex, name: '<script>alert(1)</script> & "x"' })
  expect(badge).not.toContain('<script')
  expect(titleOf(badge)).toContain('&lt;script&gt;')
})

test('there are two badges, and one picture for none', () => {
  expect(['status.svg', 'uptime.svg', 'status.png', 'toString', ''].map(isBadge)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ])
  expect(titleOf(NO_BADGE)).toBe('status: not found')
})
