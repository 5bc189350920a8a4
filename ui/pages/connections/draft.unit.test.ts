import { expect, test } from 'vitest'
import { ConfigureService, type ServiceConnection } from '../../../contracts/services.ts'
import { draftOf, inputOf, wrongFrom, wrongIn } from './draft.ts'

const sonarr: ServiceConnection = {
  name: 'sonarr',
  title: 'Sonarr',
  url: null,
  enabled: false,
  needs: ['apiKey'],
  stored: [],
  config: {},
  defaultPort: 8989,
  hint: 'Settings, General',
  updatedAt: null,
  updatedBy: null,
}
const stored: ServiceConnection = { ...sonarr, url: 'http://nas:8989', enabled: true, stored: ['apiKey'] }

test('a new connection is switched on, and what is given is what the contract takes', () => {
  const draft = { ...draftOf(sonarr, 'http://nas:8989/'), apiKey: ' abc ' }
  expect(draft.enabled).toBe(true)
  expect(wrongIn(sonarr, draft)).toEqual({})
  const input = inputOf(sonarr, draft)
  expect(input).toEqual({ name: 'sonarr', url: 'http://nas:8989', apiKey: 'abc' })
  expect(ConfigureService.schema.safeParse(input).success).toBe(true)
})

test('what is stored may be left empty, and is not sent', () => {
  const draft = draftOf(stored)
  expect(wrongIn(stored, draft)).toEqual({})
  expect(inputOf(stored, draft)).toEqual({ name: 'sonarr', url: 'http://nas:8989' })
})

test('at another address what is stored has to be entered again', () => {
  const draft = { ...draftOf(stored), url: 'http://elsewhere:8989' }
  expect(wrongIn(stored, draft)).toEqual({ apiKey: 'Enter the API key.' })
})

test.each(['', 'nas:8989', 'ftp://nas', 'http://me:secret@nas', 'http://nas/?a=1', 'http://na s'])(
  'the address %j is refused before it is sent',
  (url) => {
    expect(wrongIn(stored, { ...draftOf(stored), url }).url).toBeTypeOf('string')
  },
)

test.each(['http://nas', 'https://media.example.org/sonarr/', ' http://[fe80::1]:8989 '])(
  'the address %j is taken',
  (url) => {
    const draft = { ...draftOf(sonarr), url, apiKey: 'abc' }
    expect(wrongIn(sonarr, draft)).toEqual({})
    expect(ConfigureService.schema.safeParse(inputOf(sonarr, draft)).success).toBe(true)
  },
)

test('objections of the portal stand at their fields', () => {
  expect(
    wrongFrom([
      { path: 'url', message: 'No.' },
      { path: 'config.x', message: 'Neither.' },
    ]),
  ).toEqual({ url: 'No.' })
})

test('what does instead of what is needed is enough, and is sent', () => {
  const kuma: ServiceConnection = { ...sonarr, name: 'uptime-kuma', accepts: ['token', 'username', 'password'] }
  const draft = { ...draftOf(kuma, 'http://nas:3001'), username: 'ada', password: ' with blanks ' }
  expect(wrongIn(kuma, draft)).toEqual({})
  expect(inputOf(kuma, draft)).toEqual({
    name: 'uptime-kuma',
    url: 'http://nas:3001',
    username: 'ada',
    password: ' with blanks ',
    config: { statusPage: null },
  })
  expect(wrongIn(kuma, draftOf(kuma, 'http://nas:3001'))).toEqual({ apiKey: 'Enter the API key.' })
})

test('a status page of Uptime Kuma needs no key, is shown again, and is removed by emptying its field', () => {
  const kuma: ServiceConnection = { ...sonarr, name: 'uptime-kuma', accepts: ['token', 'username', 'password'] }
  const draft = { ...draftOf(kuma, 'http://nas:3001'), statusPage: ' house ' }
  expect(wrongIn(kuma, draft)).toEqual({})
  const input = inputOf(kuma, draft)
  expect(input).toEqual({ name: 'uptime-kuma', url: 'http://nas:3001', config: { statusPage: 'house' } })
  expect(ConfigureService.schema.safeParse(input).success).toBe(true)
  const again = draftOf({ ...kuma, url: 'http://nas:3001', config: { statusPage: 'house' } })
  expect(again.statusPage).toBe('house')
  expect(inputOf(kuma, { ...again, statusPage: '' }).config).toEqual({ statusPage: null })
  expect(wrongFrom([{ path: 'config.statusPage', message: 'Too long.' }])).toEqual({ statusPage: 'Too long.' })
})
