import { createRequire } from 'node:module'
import path from 'node:path'
import { BrokenBackup } from '../backup/format.ts'
import { readBackups } from '../backup/folder.ts'
import { BackupError, makeBackup } from '../backup/make.ts'
import { readBackup } from '../backup/read.ts'
import { journalPosition } from '../backup/store.ts'
import { secretOf } from '../secret-files.ts'
import { backupFolderOf } from './backup-folder.ts'
import { defineCommand, LOCAL } from './command.ts'
import { Failure, WrongUsage } from './failure.ts'
import { dataFolderOf } from './find-portal.ts'
import { houseKeyOf } from './house-key.ts'
import { linkTo } from './house-link.ts'
import { openHouse } from './open-house.ts'
import { storedPassphrase } from './stored-passphrase.ts'
import { print, printJson, printLines, remark, terminalWidth } from './output.ts'
import { sizeOf } from './size.ts'
import { type Column, headings, layOut, toLines } from './table.ts'
import { duration } from './time.ts'

const { version } = createRequire(import.meta.url)('../../package.json') as { version: string }

export default defineCommand({
  takes: '',
  summary: 'Backs up the portal’s own state into one file, or lists the backups.',
  details:
    'Works beside a running portal and on a stopped one. BACKUP_PASSPHRASE (or BACKUP_PASSPHRASE_FILE), or else the\n' +
    'pass phrase in the settings, wraps the key that opens stored secrets into the file; without one keep secret.key or\n' +
    'ENCRYPTION_KEY at a safe place yourself.\n' +
    'The names of people are inside: keep the files where only you can read them. Old ones are deleted by the daily\n' +
    'backup, and only in its own folder.',
  words: [0, 0],
  options: {
    to: { type: 'string', value: 'FOLDER', help: 'Another folder than BACKUP_DIR (backups in the data folder).' },
    list: { type: 'boolean', help: 'List the backups of the folder, and whether each is whole.' },
    ...LOCAL,
  },
  async run(values) {
    const dataDir = dataFolderOf(values)
    if (values.to?.trim() === '') throw new WrongUsage('--to takes a folder.')
    const folder = values.to === undefined ? backupFolderOf(dataDir) : path.resolve(values.to)
    if (values.list === true) return list(folder, values.json === true)
    const house = await openHouse(dataDir, process.env)
    const link = await linkTo(house)
    try {
      const passphrase =
        secretOf(process.env, 'BACKUP_PASSPHRASE') ?? (await storedPassphrase(house.databaseUrl, dataDir))
      const made = await makeBackup({
        databaseUrl: house.databaseUrl,
        folder,
        productVersion: version,
        passphrase,
        houseKey: () => houseKeyOf(dataDir),
        journal: async () => (link ? journalPosition(link) : null),
      }).catch((error: unknown) => {
        throw error instanceof BackupError ? new Failure(error.message) : error
      })
      if (values.json === true) await printJson({ folder, ...made })
      else await print(`${path.join(folder, made.file)} (${sizeOf(made.sizeBytes)})\n`)
      if (!made.withKey)
        remark(
          'The key that opens stored secrets is not inside: set a pass phrase, or keep the house key at a safe place.',
        )
      return 0
    } finally {
      await link?.nc.close()
      await house.close()
    }
  },
})

const COLUMNS: readonly Column[] = [
  { title: 'File' },
  { title: 'Age', right: true },
  { title: 'Size', right: true },
  { title: 'Key' },
  { title: 'State', atLeast: 12, yields: true },
]

/** 1 when one of them is broken. */
async function list(folder: string, asJson: boolean): Promise<number> {
  const checked: { file: string; madeAt: string; sizeBytes: number; withKey: boolean; broken: string | null }[] = []
  // one after the other: each is read to its end
  for (const { file, madeAt, sizeBytes, withKey } of await readBackups(folder))
    checked.push({ file, madeAt, sizeBytes, withKey, broken: await faultOf(path.join(folder, file)) })
  const broken = checked.some((backup) => backup.broken !== null)
  if (asJson) await printJson({ folder, backups: checked })
  else if (checked.length === 0) await print(`There are no backups in ${folder}.\n`)
  else {
    const rows = checked.map((backup) => [
      backup.file,
      duration(Math.max(0, Date.now() - Date.parse(backup.madeAt))),
      sizeOf(backup.sizeBytes),
      backup.withKey ? 'inside' : 'not inside',
      backup.broken === null ? 'whole' : `broken: ${backup.broken}`,
    ])
    const widths = layOut(COLUMNS, rows, terminalWidth())
    await printLines([headings(COLUMNS, widths), ...toLines(COLUMNS, rows, widths)])
  }
  return broken ? 1 : 0
}

const faultOf = (file: string): Promise<string | null> =>
  readBackup(file).then(
    () => null,
    (error: unknown) => {
      if (error instanceof BrokenBackup) return error.message
      throw error
    },
  )
