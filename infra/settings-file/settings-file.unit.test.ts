import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { SERVICE_NAMES } from '../../contracts/services.ts'
import { Settings } from '../../contracts/settings-schema.ts'
import { readDocument } from '../../functions/settings/document.ts'
import { exampleSettings, withServices } from './example.ts'
import { readYaml } from './read.ts'
import { toYaml } from './write.ts'

const read = (text: string, env: NodeJS.ProcessEnv = {}, folder = '.') => readYaml(text, 'file.yaml', folder, env)

it('the example in the repository is current (npm run test:unit -- infra/settings-file -u writes it)', async () => {
  await expect(exampleSettings()).toMatchFileSnapshot('../settings.example.yaml')
})

it('the example says what is so by default, and its comment names every service rightly', () => {
  const { backup, ...others } = Settings.parse({})
  const { passphrase: _, ...open } = backup
  expect(read(exampleSettings())).toEqual({ settings: { ...others, backup: open } })
  const variables = [...exampleSettings().matchAll(/\{env: (\w+)\}/g)].map(([, name = '']) => [name, 'said'])
  const document = read(withServices(exampleSettings()), Object.fromEntries(variables) as NodeJS.ProcessEnv)
  expect(Object.keys(document.services ?? {})).toEqual(SERVICE_NAMES)
  expect(document.services?.['qbittorrent']).toEqual({
    url: 'http://qbittorrent:8080',
    enabled: true,
    username: 'said',
    password: 'said',
  })
  expect(readDocument(document)).not.toBeInstanceOf(Array)
})

it('what is written is read back, whatever stands in it', () => {
  const document = {
    settings: { auth: { plexAccess: 'invited' }, limits: { writesPerMinute: 200 } },
    services: { sonarr: { url: 'http://nas:8989', enabled: false, config: { note: '# yes: {env: X}', on: true } } },
  }
  const text = toYaml(document)
  expect(text).toContain('# Who may sign in with Plex.')
  expect(text).toMatch(/# Unit: per minute, 10 to 100000\. Default: 100\./)
  expect(read(text)).toEqual(document)
})

it('secrets come from variables and files', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'medianest-settings-'))
  writeFileSync(path.join(folder, 'key'), 'from a file\n')
  const text = `
settings: { backup: { passphrase: { env: PHRASE } } }
services:
  sonarr: { url: http://nas, apiKey: { file: key }, config: { env: kept } }
`
  expect(read(text, { PHRASE: 'from the environment' }, folder)).toEqual({
    settings: { backup: { passphrase: 'from the environment' } },
    services: { sonarr: { url: 'http://nas', apiKey: 'from a file', config: { env: 'kept' } } },
  })
  expect(() => read(text, {}, folder)).toThrow(
    'settings.backup.passphrase names the variable PHRASE, which is not set.',
  )
  expect(() => read(text, { PHRASE: 'x' }, tmpdir())).toThrow(/services\.sonarr\.apiKey names .*key.*no such file/)
  rmSync(folder, { recursive: true })
})

it.each([
  ['settings: [', 'is no valid YAML'],
  ['a: 1\na: 2', 'is no valid YAML'],
  ['setings: {}', 'Unrecognized key: "setings"'],
  ['settings: { limits: 3 }', 'settings.limits'],
  ['just words', 'file.yaml: '],
  ['# nothing but words', 'file.yaml is empty.'],
  ['settings: &all { limits: *all }', 'file.yaml uses an alias'],
  ['a: &a [1, 1]\nb: &b [*a, *a, *a, *a]\nc: [*b, *b, *b, *b]', 'file.yaml uses an alias'],
])('%s is refused', (text, message) => {
  expect(() => read(text)).toThrow(message)
})

it('empty blocks are blocks', () => {
  expect(read('settings:\nservices:\n')).toEqual({ settings: {}, services: {} })
  expect(read('{}')).toEqual({})
})
