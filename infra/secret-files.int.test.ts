import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ConfigError, readConfig } from './config.ts'
import { SECRET_VARIABLES, secretOf } from './secret-files.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'medianest-secrets-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function fileOf(text: string): Promise<string> {
  const file = path.join(folder, `${Math.random()}`)
  await writeFile(file, text)
  return file
}

test.each(SECRET_VARIABLES)('%s may stand in a file, less the newline at its end', async (name) => {
  expect(secretOf({ [`${name}_FILE`]: await fileOf(' a long secret \n') }, name)).toBe(' a long secret ')
})

test('the configuration takes what the files say', async () => {
  const env = {
    ENCRYPTION_KEY_FILE: await fileOf('a long passphrase\r\n'),
    ADMIN_PASSWORD_FILE: await fileOf('one-time'),
    DATABASE_URL_FILE: await fileOf('postgres://db/house\n'),
    NATS_URL_FILE: await fileOf('nats://broker\n'),
    BACKUP_PASSPHRASE_FILE: await fileOf('another passphrase\n'),
  }
  expect(readConfig(env)).toMatchObject({
    encryptionKey: 'a long passphrase',
    adminPassword: 'one-time',
    databaseUrl: 'postgres://db/house',
    natsUrl: 'nats://broker',
    backupPassphrase: 'another passphrase',
  })
})

test('a file is held to the same rules as the variable', async () => {
  const env = { DATABASE_URL_FILE: await fileOf('mysql://db\n') }
  expect(() => readConfig(env)).toThrow(/^DATABASE_URL must be an address/)
})

test('what is wrong is said in a sentence that names the variable and the file, never the secret', async () => {
  const file = await fileOf('the secret itself')
  const missing = path.join(folder, 'missing')
  const said = (env: NodeJS.ProcessEnv): string => {
    try {
      readConfig(env)
    } catch (error) {
      if (error instanceof ConfigError) return error.message
    }
    throw new Error('It was taken.')
  }
  expect(said({ ENCRYPTION_KEY: 'the other secret', ENCRYPTION_KEY_FILE: file })).toBe(
    'ENCRYPTION_KEY and ENCRYPTION_KEY_FILE are both set: unset one of them.',
  )
  expect(said({ ADMIN_PASSWORD_FILE: missing })).toBe(
    `ADMIN_PASSWORD_FILE names ${missing}, which cannot be read (there is no such file).`,
  )
  expect(said({ NATS_URL_FILE: folder })).toMatch(/^NATS_URL_FILE names .* \(it is a folder\)\.$/)
  const empty = await fileOf('\n')
  expect(said({ BACKUP_PASSPHRASE_FILE: empty })).toBe(`BACKUP_PASSPHRASE_FILE names ${empty}, which is empty.`)
})
