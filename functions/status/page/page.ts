import { GetStatusPage } from '../../../contracts/status-page.ts'
import { defineFunction } from '../../../bus/index.ts'
import { status } from '../domain.ts'
import { findPage, toPage } from './page-row.ts'

export default defineFunction({
  name: 'status.page',
  summary: 'Says what the public status page shows.',
  domain: status,
  answers: GetStatusPage,
  run: async (_input, ctx) => toPage(await findPage(ctx.db)),
})
