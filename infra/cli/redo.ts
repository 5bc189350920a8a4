import type { EntryNode } from '../../contracts/journal.ts'
import { defineCommand, REMOTE } from './command.ts'
import { canAsk, confirm } from './confirm.ts'
import { drawTrees, everyNode } from './draw-tree.ts'
import { Refusal } from './envelope.ts'
import { Failure } from './failure.ts'
import { findEntry } from './find-entry.ts'
import { findPortal } from './find-portal.ts'
import { print, printJson, printLines, remark, terminalWidth } from './output.ts'
import { PortalApi } from './portal-api.ts'
import { plain } from './printed.ts'
import { shortTime } from './time.ts'
import { whatCame } from './what-came.ts'

export default defineCommand({
  takes: '<id>',
  summary: 'Handles a raw webhook or a dead letter again, for real, and shows what came of it.',
  details:
    'The first 8 digits of an id are enough. It asks first on a terminal, unless the answer is to be JSON.\n' +
    'It is written down in the journal as done by the operator.',
  words: [1, 1],
  options: { yes: { type: 'boolean', help: 'Do not ask first.' }, ...REMOTE },
  async run(values, [given = '']) {
    // a script has said what it wants by its own line: there is nobody to ask
    const asks = values.yes !== true && values.json !== true && canAsk()
    const api = new PortalApi(await findPortal(values))
    const id = await findEntry(api, given)
    const { root } = await api.ask('readTree', { id }).catch(explained(id))
    const before = everyNode(root)
    const entry = before.find((node) => node.id === id)
    if (asks && !(await confirm(`${described(entry)}\nHandle it again, for real?`))) {
      remark('Nothing was done.')
      return 1
    }
    const sent = await api.send('redoEntry', { id }).catch(explained(id))
    if (!sent.done) {
      if (values.json === true) await printJson({ commandId: sent.commandId, status: 'accepted' })
      else
        await print(`It is stored as ${sent.commandId} and done as soon as the journal's part of the portal is back.\n`)
      return 0
    }
    if (values.json === true) {
      await printJson(sent.data)
      return 0
    }
    const came = await whatCame(api, sent.data.redoId, new Set(before.map((node) => node.id)))
    return report(sent.data.redoId, came)
  },
})

async function report(redoId: string, came: readonly EntryNode[]): Promise<number> {
  const nodes = came.flatMap(everyNode)
  await print(`Done again as ${redoId}.\n`)
  // the note that it was redone, and the raw body once more, are no news
  const news = nodes.filter((node) => node.type !== 'journal.redone' && node.type !== 'webhooks.received')
  if (news.length > 0) await printLines(['What came of it:', ...drawTrees(came, terminalWidth())])
  else await print('Nothing new came of it so far: what it states was known, or is still being worked on.\n')
  if (!news.some((node) => node.kind === 'dead-letter')) return 0
  remark('It failed again: medianest dead-letters says why.')
  return 1
}

const described = (entry: EntryNode | undefined): string =>
  entry ? `${entry.kind} ${plain(entry.type)} ${plain(entry.key)}, ${shortTime(entry.time)}` : 'This entry'

const explained =
  (id: string) =>
  (error: unknown): never => {
    if (error instanceof Refusal && error.code === 'NOT_FOUND')
      throw new Failure(`There is no entry ${id} in the journal.`)
    throw error
  }
