import { defineCommand, REMOTE } from './command.ts'
import { drawTrees, sumUp } from './draw-tree.ts'
import { Refusal } from './envelope.ts'
import { Failure } from './failure.ts'
import { findEntry } from './find-entry.ts'
import { findPortal } from './find-portal.ts'
import { printJson, printLines, remark, terminalWidth } from './output.ts'
import { PortalApi } from './portal-api.ts'

export default defineCommand({
  takes: '<id>',
  summary: 'Draws what caused an entry and what it caused, with the time between.',
  details: 'The first 8 digits of an id are enough. The entry itself is marked with "<".',
  words: [1, 1],
  options: REMOTE,
  async run(values, [given = '']) {
    const api = new PortalApi(await findPortal(values))
    const id = await findEntry(api, given)
    const tree = await api.ask('readTree', { id }).catch((error: unknown) => {
      if (error instanceof Refusal && error.code === 'NOT_FOUND')
        throw new Failure(`There is no entry ${id} in the journal.`)
      throw error
    })
    if (values.json === true) {
      await printJson(tree)
      return 0
    }
    await printLines([...drawTrees([tree.root], terminalWidth(), id), '', sumUp(tree.root)])
    if (tree.truncated) remark('More than 500 entries hang together: the rest is left out.')
    return 0
  },
})
