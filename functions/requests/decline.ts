import { DeclineRequest } from '../../contracts/media-requests.ts'
import { TurnRequest } from '../../contracts/request-delivery.ts'
import { defineFunction } from '../../bus/index.ts'
import { carryOut } from './carry-out.ts'
import { requests } from './domain.ts'

export default defineFunction({
  name: 'requests.decline',
  summary: 'Declines a request, with a reason.',
  domain: requests,
  on: DeclineRequest,
  calls: [TurnRequest],
  async run(data, ctx) {
    const told = { commandId: ctx.meta.id, at: ctx.meta.time.toISOString(), turn: 'decline', ...data } as const
    return carryOut(ctx.call(TurnRequest, told), DeclineRequest.refusals, (code, message, details) =>
      ctx.refuse(code, message, details),
    )
  },
})
