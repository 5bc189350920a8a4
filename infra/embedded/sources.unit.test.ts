import { expect, test } from 'vitest'
import { parseAptSources } from './apt-sources.ts'
import { compareVersions } from './nats-version.ts'

test('one-line sources: options, comments and source packages', () => {
  const text = `# a comment
deb [arch=amd64 signed-by=/usr/share/keyrings/a.gpg] http://archive.example/debian bookworm main contrib # more
deb-src http://archive.example/debian bookworm main
deb mirror+file:/etc/apt/mirrors/debian.list bookworm main`
  expect(parseAptSources(text)).toEqual([
    {
      uri: 'http://archive.example/debian',
      suites: ['bookworm'],
      components: ['main', 'contrib'],
      signedBy: '/usr/share/keyrings/a.gpg',
    },
    {
      uri: 'mirror+file:/etc/apt/mirrors/debian.list',
      suites: ['bookworm'],
      components: ['main'],
      signedBy: undefined,
    },
  ])
})

test('deb822 sources: several suites, lines that go on, disabled entries and keys in the text', () => {
  const text = `Types: deb deb-src
# a comment
URIs: http://archive.example/debian
Suites: bookworm
 bookworm-updates
Components: main
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----

Types: deb
URIs: http://other.example/debian
Suites: bookworm
Components: main
Enabled: no`
  expect(parseAptSources(text)).toEqual([
    {
      uri: 'http://archive.example/debian',
      suites: ['bookworm', 'bookworm-updates'],
      components: ['main'],
      signedBy: undefined,
    },
  ])
})

test('versions are compared by number, whatever follows them', () => {
  expect(['2.10.27-1+b2', '2.9.30', '2.10.3', '2.15.1'].sort(compareVersions)).toEqual([
    '2.9.30',
    '2.10.3',
    '2.10.27-1+b2',
    '2.15.1',
  ])
  expect(compareVersions('2.10.23', '2.10.23-1')).toBe(0)
})
