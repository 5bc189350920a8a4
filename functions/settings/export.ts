import { ExportConfig } from '../../contracts/settings.ts'
import { defineFunction } from '../../bus/index.ts'
import { toDocument } from './document.ts'
import { settings } from './domain.ts'
import { readStand } from './rows.ts'

export default defineFunction({
  name: 'settings.export',
  summary: 'Gives settings and services as a document, without secrets.',
  domain: settings,
  answers: ExportConfig,
  run: async (_input, ctx) => toDocument(await readStand(ctx.db)),
})
