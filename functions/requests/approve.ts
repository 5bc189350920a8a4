import { ApproveRequest } from '../../contracts/media-requests.ts'
import { TurnRequest } from '../../contracts/request-delivery.ts'
import { defineFunction } from '../../bus/index.ts'
import { carryOut } from './carry-out.ts'
import { requests } from './domain.ts'

export default defineFunction({
  name: 'requests.approve',
  summary: 'Approves a request.',
  domain: requests,
  on: ApproveRequest,
  calls: [TurnRequest],
  async run(data, ctx) {
    const told = { commandId: ctx.meta.id, at: ctx.meta.time.toISOString(), turn: 'approve', ...data } as const
    return carryOut(ctx.call(TurnRequest, told), ApproveRequest.refusals, (code, message, details) =>
      ctx.refuse(code, message, details),
    )
  },
})
