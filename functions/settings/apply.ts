import { ApplyConfig } from '../../contracts/settings.ts'
import { defineFunction } from '../../bus/index.ts'
import { ANNOUNCED, change } from './change.ts'
import { readDocument, standOf } from './document.ts'
import { settings } from './domain.ts'
import { isIssue, type Issue } from './merge.ts'

export default defineFunction({
  name: 'settings.apply',
  summary: 'Brings everything to what a document says, all of it or nothing.',
  domain: settings,
  acts: ApplyConfig,
  emits: ANNOUNCED,
  async run({ document, dryRun }, ctx) {
    const invalid = (issues: Issue[]): never =>
      ctx.refuse('INVALID', `${issues[0]?.path}: ${issues[0]?.message}`, { issues: issues.slice(0, 20) })
    const read = readDocument(document)
    if (Array.isArray(read)) return invalid(read)
    const decided = await change(
      ctx,
      (before) => {
        const stand = standOf(read, before, ctx)
        return isIssue(stand) ? invalid([stand]) : stand
      },
      { dryRun },
    )
    return { changes: decided.changes }
  },
})
