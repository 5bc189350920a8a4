import { styleText } from 'node:util'
import { diagnose } from '../doctor/diagnose.ts'
import type { Check, State } from '../doctor/check.ts'
import { defineCommand, REMOTE } from './command.ts'
import { dataFolderOf, namedPortal } from './find-portal.ts'
import { printJson, printLines, terminalWidth } from './output.ts'
import { padded, plain, wrapped } from './printed.ts'

const COLOURS = { ok: 'green', warn: 'yellow', fail: 'red' } as const satisfies Record<State, string>

export default defineCommand({
  takes: '',
  summary: 'Checks this machine, the data folder, the portal and its servers, one sentence each.',
  details:
    'The exit code is 1 when something fails. Servers that are not embedded are looked at where\nDATABASE_URL, NATS_URL and NATS_MONITOR_URL say, as for the portal.',
  words: [0, 0],
  options: REMOTE,
  async run(values) {
    const place = namedPortal(values)
    const checks = await diagnose(place ? { place } : { dataDir: dataFolderOf(values) }, process.env)
    const healthy = checks.every((check) => check.state !== 'fail')
    if (values.json === true) await printJson({ healthy, checks })
    else await printLines([...checkLines(checks, terminalWidth()), '', sumUp(checks)])
    return healthy ? 0 : 1
  },
})

/** The checklist, its sentences broken to the terminal's width. */
export function checkLines(checks: readonly Check[], width: number): string[] {
  const names = Math.max(...checks.map(({ name }) => name.length))
  const indent = 4 + 2 + names + 2
  return checks.flatMap(({ name, state, sentence }) => {
    const [first = '', ...rest] = wrapped(plain(sentence), Math.max(24, width - indent))
    const head = `${styleText(COLOURS[state], padded(state, 4))}  ${padded(name, names)}  ${first}`
    return [head, ...rest.map((line) => ' '.repeat(indent) + line)]
  })
}

function sumUp(checks: readonly Check[]): string {
  const count = (state: State) => checks.filter((check) => check.state === state).length
  if (count('fail') + count('warn') === 0) return `All ${checks.length} checks are well.`
  return `${count('ok')} ok, ${count('warn')} to look at, ${count('fail')} failed.`
}
