import { GetNames } from '../../contracts/auth.ts'
import { ConfigureService } from '../../contracts/services.ts'
import { defineFunction } from '../../bus/index.ts'
import { ANNOUNCED, change } from './change.ts'
import { toConnection } from './connection-shown.ts'
import { settings } from './domain.ts'
import { isIssue, withService } from './merge.ts'
import { namesOf } from './names.ts'

export default defineFunction({
  name: 'settings.configure-service',
  summary: 'Connects a service or changes its connection; does not ask it.',
  domain: settings,
  acts: ConfigureService,
  emits: ANNOUNCED,
  calls: [GetNames],
  async run({ name, ...given }, ctx) {
    await change(ctx, (before) => {
      const stand = withService(before, name, given, ctx)
      return isIssue(stand) ? ctx.refuse('INVALID', `${stand.path}: ${stand.message}`, { issues: [stand] }) : stand
    })
    const row = await ctx.db.selectFrom('service').selectAll().where('name', '=', name).executeTakeFirst()
    return toConnection(name, row, await namesOf(ctx, row ? [row.updated_by] : []))
  },
})
