import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Change, ConfigDocument } from '../../contracts/settings.ts'
import { readYaml } from '../settings-file/read.ts'
import { toYaml } from '../settings-file/write.ts'
import { defineCommand, REMOTE } from './command.ts'
import { canAsk, confirm } from './confirm.ts'
import { Failure, WrongUsage } from './failure.ts'
import { findPortal } from './find-portal.ts'
import { print, printJson, printLines, remark, terminalWidth } from './output.ts'
import { PortalApi } from './portal-api.ts'
import { plain } from './printed.ts'
import { headings, layOut, toLines } from './table.ts'

const USUAL_FILE = 'settings.yaml'

export default defineCommand({
  takes: 'export|plan|apply [FILE]',
  summary: 'Writes the settings and services of a portal to a file, or brings them to what a file says.',
  details:
    'export  writes them as YAML to FILE, or to the standard output; secrets are not in it.\n' +
    `plan    shows what FILE (${USUAL_FILE} by default, - is the standard input) would change.\n` +
    'apply   shows it, asks on a terminal, and changes it: all of it or nothing.\n\n' +
    'A secret is written {env: NAME} or {file: PATH}: it is read here, by this command.',
  words: [1, 2],
  options: { yes: { type: 'boolean', help: 'Do not ask first.' }, ...REMOTE },
  async run(values, [verb = '', file]) {
    if (!['export', 'plan', 'apply'].includes(verb))
      throw new WrongUsage(`"${verb}" is none of export, plan and apply.`)
    const json = values.json === true
    // a script has said what it wants by its own line: there is nobody to ask
    const asks = values.yes !== true && !json && canAsk()
    if (verb === 'export') {
      const document = await new PortalApi(await findPortal(values)).ask('exportConfig', {})
      return write(document, file, { json, asks, yes: values.yes === true })
    }
    const document = await read(file ?? USUAL_FILE)
    const api = new PortalApi(await findPortal(values))
    const { changes } = await api.ask('applyConfig', { document, dryRun: true })
    if (verb === 'plan' || changes.length === 0) return show(changes, json)
    if (!json) await show(changes, json)
    if (asks && !(await confirm('Change it so?'))) {
      remark('Nothing was changed.')
      return 1
    }
    const applied = await api.ask('applyConfig', { document, dryRun: false })
    if (json) return show(applied.changes, json)
    await print(`Done: ${counted(applied.changes.length)}.\n`)
    return 0
  },
})

const counted = (changes: number): string => `${changes} ${changes === 1 ? 'change' : 'changes'}`

async function write(
  document: ConfigDocument,
  file: string | undefined,
  { json, asks, yes }: { json: boolean; asks: boolean; yes: boolean },
): Promise<number> {
  if (json && file === undefined) {
    await printJson(document)
    return 0
  }
  const text = json ? `${JSON.stringify(document, undefined, 2)}\n` : toYaml(document)
  if (file === undefined || file === '-') {
    await print(text)
    return 0
  }
  if (existsSync(file) && !yes) {
    if (!asks) throw new Failure(`${file} is there already: name another file, or say --yes to replace it.`)
    if (!(await confirm(`Replace ${file}?`))) {
      remark('Nothing was written.')
      return 1
    }
  }
  await writeFile(file, text).catch((error: NodeJS.ErrnoException) => {
    throw new Failure(`${file} cannot be written (${error.code ?? error.message}).`)
  })
  remark(`Written to ${file}.`)
  return 0
}

async function read(file: string): Promise<ConfigDocument> {
  const input = file === '-' ? process.stdin.fd : file
  const text = await readFile(input as string, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Failure(`${file} cannot be read (${error.code === 'ENOENT' ? 'there is no such file' : error.code}).`)
  })
  return readYaml(text, file === '-' ? 'The standard input' : file, path.dirname(path.resolve(file)), process.env)
}

const COLUMNS = [
  { title: 'SETTING' },
  { title: 'NOW', atLeast: 8, yields: true },
  { title: 'THEN', atLeast: 8, yields: true },
]

async function show(changes: readonly Change[], json: boolean): Promise<number> {
  if (json) await printJson({ changes })
  else if (changes.length === 0) await print('Nothing to change: everything is as the file says.\n')
  else {
    const rows = changes.map(({ path, from, to }) => [plain(path), shown(from), shown(to)])
    const widths = layOut(COLUMNS, rows, terminalWidth())
    await printLines([headings(COLUMNS, widths), ...toLines(COLUMNS, rows, widths)])
  }
  return 0
}

const shown = (value: unknown): string => {
  if (value === null || value === undefined) return '-'
  return plain(typeof value === 'string' ? value : JSON.stringify(value))
}
