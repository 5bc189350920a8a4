import { EditRequest } from '../../contracts/media-requests.ts'
import { TurnRequest } from '../../contracts/request-delivery.ts'
import { defineFunction } from '../../bus/index.ts'
import { carryOut } from './carry-out.ts'
import { requests } from './domain.ts'

export default defineFunction({
  name: 'requests.edit',
  summary: 'Changes which seasons are asked for.',
  domain: requests,
  on: EditRequest,
  calls: [TurnRequest],
  async run(data, ctx) {
    const told = { commandId: ctx.meta.id, at: ctx.meta.time.toISOString(), turn: 'edit', ...data } as const
    return carryOut(ctx.call(TurnRequest, told), EditRequest.refusals, (code, message, details) =>
      ctx.refuse(code, message, details),
    )
  },
})
