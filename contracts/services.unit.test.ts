import { expect, it } from 'vitest'
import { ServiceConfig, ServiceName, ServiceUrl } from './services.ts'

it.each([
  ['http://nas:8989', 'http://nas:8989'],
  ['  HTTPS://NAS.lan/sonarr// ', 'https://nas.lan/sonarr'],
  ['http://nas:80/', 'http://nas'],
  ['http://[fd00::1]:8989', 'http://[fd00::1]:8989'],
  ['http://na\ns/a b', 'http://nas/a%20b'],
])('%j is the address %s', (written, kept) => {
  const parsed = ServiceUrl.safeParse(written)
  expect(parsed.success ? parsed.data : parsed.error.issues[0]?.message).toBe(kept)
})

it.each([
  'nas:8989',
  'ftp://nas',
  'http://',
  'http://..',
  'http://me:word@nas',
  'http://nas/?apikey=1',
  'http://nas/#x',
  `http://nas/${'é'.repeat(700)}`,
])('%j is none', (written) => {
  expect(ServiceUrl.safeParse(written).success).toBe(false)
})

it('a config holds what a database takes', () => {
  expect(ServiceConfig.safeParse({ a: 'b', c: 1, d: null }).success).toBe(true)
  for (const wrong of [{ a: '\ud800' }, { a: '\u0000' }, { '\udc00': 1 }, { a: {} }]) {
    expect(ServiceConfig.safeParse(wrong).success).toBe(false)
  }
})

it('products go by their other names', () => {
  expect(['Seerr', 'jellyseerr', 'UptimeKuma', 'plex'].map((name) => ServiceName.parse(name))).toEqual([
    'overseerr',
    'overseerr',
    'uptime-kuma',
    'plex',
  ])
  expect(ServiceName.safeParse('constructor').success).toBe(false)
})
