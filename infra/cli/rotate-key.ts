import { existsSync } from 'node:fs'
import { keyFile, keyFrom, nextEncryptionKey, promoteNextKey } from '../encryption-key.ts'
import { WrongHouseKey } from '../keys/ring.ts'
import { CannotRotate, type NextHouseKey, type Rotation, rotate } from '../keys/rotate.ts'
import { secretOf, textOf } from '../secret-files.ts'
import { defineCommand, LOCAL } from './command.ts'
import { Failure, WrongUsage } from './failure.ts'
import { dataFolderOf } from './find-portal.ts'
import { houseKeyOf } from './house-key.ts'
import { linkTo } from './house-link.ts'
import { openHouse } from './open-house.ts'
import { print, printJson, remark } from './output.ts'

export default defineCommand({
  takes: '',
  summary: 'Makes a new key, and seals every stored secret by it.',
  details:
    'Works beside a running portal, which goes on meanwhile, and on a stopped one. Killed on the way, it goes on\n' +
    'where it was when it is run again. A house key in the data folder (secret.key) is replaced as well; one that\n' +
    'comes from ENCRYPTION_KEY or ENCRYPTION_KEY_FILE has to be set here too, and is replaced by --new-key-file.',
  words: [0, 0],
  options: {
    'new-key-file': {
      type: 'string',
      value: 'FILE',
      help: 'Holds the house key that the portal is to be started with from now on.',
    },
    ...LOCAL,
  },
  async run(values) {
    const dataDir = dataFolderOf(values)
    const given = secretOf(process.env, 'ENCRYPTION_KEY')
    const newKeyFile = values['new-key-file']
    if (newKeyFile !== undefined && given === undefined)
      throw new WrongUsage(
        '--new-key-file goes with ENCRYPTION_KEY or ENCRYPTION_KEY_FILE; secret.key is replaced by itself.',
      )
    const houseKey = await houseKeyOf(dataDir)
    const next = given === undefined ? inFolder(dataDir) : newKeyFile === undefined ? undefined : inFile(newKeyFile)
    const house = await openHouse(dataDir, process.env)
    const link = await linkTo(house)
    try {
      const unheard = house.running && link === null
      const rotation = await rotate({
        databaseUrl: house.databaseUrl,
        link,
        unheard,
        houseKey,
        progress: toTerminal(),
        ...(next ? { next } : {}),
      }).catch(explained)
      if (values.json === true) await printJson(rotation)
      else await print(`${told(rotation, newKeyFile).join('\n')}\n`)
      if (!unheard) return 0
      remark('NATS did not answer, so a running portal still seals by the old key: run this again once NATS is there.')
      return 1
    } finally {
      await link?.nc.close()
      await house.close()
    }
  },
})

/** The key of the data folder is replaced with the first run of a rotation; a later run finds whether it came to that. */
const inFolder =
  (dataDir: string) =>
  async (resumes: boolean): Promise<NextHouseKey | undefined> =>
    resumes && !existsSync(`${keyFile(dataDir)}.new`)
      ? undefined
      : { key: await nextEncryptionKey(dataDir), promote: () => promoteNextKey(dataDir) }

function inFile(file: string): () => Promise<NextHouseKey> {
  const text = textOf('--new-key-file', file)
  if (text.trim().length < 16) throw new Failure(`The key in ${file} must have at least 16 characters.`)
  return async () => ({ key: keyFrom(text) })
}

function explained(error: unknown): never {
  if (error instanceof WrongHouseKey)
    throw new Failure(
      'This is not the house key of the database: set ENCRYPTION_KEY (or its file) as the portal has it.',
    )
  if (error instanceof CannotRotate) throw new Failure(error.message)
  throw error
}

/** At most a line a second. */
function toTerminal(): (rows: number, table: string) => void {
  let last = -Infinity
  return (rows, table) => {
    if (performance.now() - last < 1000) return
    last = performance.now()
    remark(`${rows} rows sealed anew, at ${table} ...`)
  }
}

function told(rotation: Rotation, newKeyFile: string | undefined): string[] {
  const { keyId, resumed, rows, states } = rotation
  return [
    `${resumed ? 'The rotation that was interrupted is complete' : 'A new key seals from now on'}: ${keyId}.`,
    `${rows} rows and ${states} states were sealed anew. What the journal holds opens by its old key until it is deleted.`,
    ...(newKeyFile === undefined
      ? rotation.houseKeyChanged
        ? [
            'The house key in the data folder (secret.key) is a new one as well: copies of the old one open nothing new.',
          ]
        : []
      : [
          `Now start the portal (each of its processes) with the key in ${newKeyFile}: ENCRYPTION_KEY_FILE or ENCRYPTION_KEY.`,
          'The old one works until a start with the new one has succeeded, and not after that.',
        ]),
  ]
}
