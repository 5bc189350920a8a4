import { existsSync } from 'node:fs'
import path from 'node:path'
import { pino } from 'pino'
import { keyId } from '../../bus/seal.ts'
import { BrokenBackup, type Header } from '../backup/format.ts'
import { BackupError } from '../backup/make.ts'
import { readHeader } from '../backup/read.ts'
import { restoreBackup, type Restored } from '../backup/restore.ts'
import { unwrapKey, WrongPassphrase } from '../backup/wrapped-key.ts'
import { keyFile, writeKey } from '../encryption-key.ts'
import { functionsByRole } from '../registry.ts'
import { secretOf } from '../secret-files.ts'
import { askSecret } from './ask-secret.ts'
import { defineCommand, LOCAL } from './command.ts'
import { canAsk } from './confirm.ts'
import { Failure } from './failure.ts'
import { dataFolderOf } from './find-portal.ts'
import { findHouseKey } from './house-key.ts'
import { openHouseAlone } from './open-house.ts'
import { printJson, printLines } from './output.ts'

export default defineCommand({
  takes: '<file>',
  summary: 'Restores a backup into an empty data folder, or into an empty database.',
  details:
    'The portal must be stopped. A database that is not embedded is found by DATABASE_URL, as for the portal. The pass\n' +
    'phrase of the backup comes from BACKUP_PASSPHRASE (or BACKUP_PASSPHRASE_FILE), or is asked for on the terminal;\n' +
    'it is not needed where the data folder or ENCRYPTION_KEY has the house key of the backup.',
  words: [1, 1],
  options: { replace: { type: 'boolean', help: 'Delete the house that is there first.' }, ...LOCAL },
  async run(values, [given = '']) {
    const file = path.resolve(given)
    if (!existsSync(file)) throw new Failure(`There is no file ${file}.`)
    const dataDir = dataFolderOf(values)
    // before anything is made or started
    await readHeader(file).catch(explained(file))
    const house = await openHouseAlone(dataDir, process.env)
    try {
      const all = Object.values(functionsByRole).flat()
      const restored = await restoreBackup({
        file,
        databaseUrl: house.databaseUrl,
        domains: [...new Map(all.map((fn) => [fn.domain.name, fn.domain])).values()],
        replace: values.replace === true,
        keys: (header) => keysFor(header, dataDir),
        log: pino({ level: 'silent' }),
      }).catch(explained(file))
      if (values.json === true) await printJson(restored)
      else await printLines(told(restored, dataDir))
      return 0
    } finally {
      await house.close()
    }
  },
})

/** A house without a key gets that of the backup; one that has its own keeps it. */
async function keysFor(header: Header, dataDir: string): Promise<{ backup: Buffer; house: Buffer }> {
  const own = await findHouseKey(dataDir)
  if (own && header.houseKeys.includes(keyId(own))) return { backup: own, house: own }
  if (!header.key)
    throw new Failure(
      `The backup was made without a pass phrase and holds no key: put the secret.key of that house into ${dataDir}, or set its ENCRYPTION_KEY.`,
    )
  const backup = await unwrapKey(header.key, await passphrase())
  if (!own) await writeKey(dataDir, backup)
  return { backup, house: own ?? backup }
}

async function passphrase(): Promise<string> {
  const given = secretOf(process.env, 'BACKUP_PASSPHRASE') ?? (canAsk() ? await askSecret('Pass phrase: ') : '')
  if (given !== '') return given
  throw new Failure('The backup needs its pass phrase: set BACKUP_PASSPHRASE or BACKUP_PASSPHRASE_FILE.')
}

const explained =
  (file: string) =>
  (error: unknown): never => {
    if (error instanceof BrokenBackup) throw new Failure(`${file} cannot be restored. ${error.message}`)
    if (error instanceof BackupError || error instanceof WrongPassphrase) throw new Failure(error.message)
    throw error
  }

function told({ header, rows, leftOut }: Restored, dataDir: string): string[] {
  const count = Object.values(rows).reduce((a, b) => a + b, 0)
  return [
    `Restored: ${count} rows of ${Object.keys(header.migrations).length} domains, as they were on ${header.madeAt} (MediaNest ${header.productVersion}).`,
    'Back are accounts and their sessions, settings, services with their secrets, requests, and the journal as it was',
    'to be read then. Not back are the streams below the journal: what happened after the backup is lost, what was',
    'waiting in them is not carried on, and names that the journal seals under a key of their own stay closed.',
    ...(leftOut.length > 0 ? [`This version has no ${leftOut.join(', ')}: left out.`] : []),
    ...(existsSync(keyFile(dataDir))
      ? [`The key that opens the secrets is in ${keyFile(dataDir)}.`]
      : ['The secrets open with the ENCRYPTION_KEY that is set here: start the portal with it.']),
    'Start the portal now.',
  ]
}
