import path from 'node:path'
import { expect, test } from 'vitest'
import { ConfigError, readConfig } from './config.ts'

test('an empty environment gives the defaults', () => {
  const config = readConfig({})
  expect(config).toMatchObject({
    port: 3000,
    host: '0.0.0.0',
    logLevel: 'info',
    adminUsername: 'admin',
    trustedProxies: [],
  })
  expect(config.dataDir).toBe(path.resolve('data'))
  expect(config.databaseUrl).toBeUndefined()
  expect(config.roles).toBeUndefined()
})

test('an empty or blank variable counts as unset', () => {
  expect(readConfig({ PORT: '', HOST: ' ', DATABASE_URL: '', ROLES: '', LOG_LEVEL: '', PUBLIC_URL: '' })).toEqual(
    readConfig({}),
  )
})

test('lists are split and addresses lose their last slash', () => {
  const config = readConfig({
    ROLES: 'edge, status,',
    TRUSTED_PROXIES: '10.0.0.0/8, ::1',
    PUBLIC_URL: 'https://home.example/',
  })
  expect(config.roles).toEqual(['edge', 'status'])
  expect(config.trustedProxies).toEqual(['10.0.0.0/8', '::1'])
  expect(config.publicUrl).toBe('https://home.example')
})

test.each([
  ['PORT', '70000'],
  ['PORT', '-1'],
  ['DATABASE_URL', 'mysql://x'],
  ['PUBLIC_URL', 'home'],
  ['TRUSTED_PROXIES', '10.0.0.0/33'],
  ['TRUSTED_PROXIES', 'proxy'],
  ['ADMIN_PASSWORD', 'x'.repeat(257)],
  ['ENCRYPTION_KEY', 'short'],
  ['BACKUP_PASSPHRASE', 'short'],
  ['PLEX_TV_URL', 'plex.tv'],
  ['MUSICBRAINZ_URL', 'musicbrainz.org'],
  ['LOG_LEVEL', 'loud'],
])('a wrong %s is named in one sentence', (name, value) => {
  expect(() => readConfig({ [name]: value })).toThrow(ConfigError)
  expect(() => readConfig({ [name]: value })).toThrow(new RegExp(`^${name} must [^\\n]*\\.$`))
})
