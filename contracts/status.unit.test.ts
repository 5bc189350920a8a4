import { describe, expect, test } from 'vitest'
import { AddMonitor } from './status.ts'
import { isTarget } from './target.ts'

const HOSTS = [
  'plex',
  'plex.lan',
  'plex.lan.',
  'my_plex',
  '_plex.lan',
  'media-1-plex',
  '7days',
  '192.168.1.7',
  '[::1]',
  '[fe80::1]',
  'xn--bcher-kva.example',
  'bücher.example',
  '映画.lan',
  `${'a'.repeat(63)}.lan`,
]

const NO_HOSTS = [
  '',
  '.',
  '..',
  'a..b',
  '.plex',
  'plex..',
  '-',
  '-plex',
  'nas.-',
  '1.2.3.4.5',
  '999.1.1.1',
  '[::g]',
  '[]',
  'a!b',
  'a"b',
  'a,b',
  '*',
  'a'.repeat(64),
  'abcdefg.'.repeat(32),
]

describe('a target', () => {
  test.each(HOSTS)('may be on %s', (host) => {
    const each = [`http://${host}`, `https://${host}:8443/path?x=1`].map((target) => isTarget('url', target))
    expect([...each, isTarget('host-port', `${host}:80`)]).toEqual([true, true, true])
  })

  test.each(NO_HOSTS)('cannot be on %j', (host) => {
    const each = [`http://${host}`, `http://${host}/`, `https://${host}:8443/x`]
    expect([...each.map((target) => isTarget('url', target)), isTarget('host-port', `${host}:80`)]).toEqual([
      false,
      false,
      false,
      false,
    ])
  })

  test.each([
    'http://a:0x50/',
    'http://a:65536',
    'http://me:word@plex',
    'ftp://plex',
    '//plex',
    'http:plex',
    'http:///x',
  ])('cannot be http %s', (target) => expect(isTarget('url', target)).toBe(false))

  test.each([
    'plex',
    'plex:',
    'plex:0',
    'plex:65536',
    'me@plex:80',
    'a\\b:80',
    '%41:80',
    'plex:80/x',
    'http://plex:80',
  ])('cannot be tcp %s', (target) => expect(isTarget('host-port', target)).toBe(false))
})

describe('accepted codes', () => {
  const parsed = (...acceptedCodes: unknown[]) =>
    AddMonitor.schema.safeParse({ name: 'Plex', kind: 'http', target: 'http://plex', acceptedCodes })

  test('are written as text or as numbers, and kept as text', () => {
    expect(parsed(200, '204', '300-399')).toMatchObject({ data: { acceptedCodes: ['200', '204', '300-399'] } })
  })

  test.each([99, 600, 200.5, Number.NaN, '99', '2xx', '200-', '299-200', true, null])('are never %j', (code) => {
    const { error } = parsed(code)
    expect(error?.issues).toMatchObject([
      { path: ['acceptedCodes', 0], message: expect.stringMatching(/^(Write codes as 204 or 200-299|A range begins)/) },
    ])
  })
})
