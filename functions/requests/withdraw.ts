import { WithdrawRequest } from '../../contracts/media-requests.ts'
import { TurnRequest } from '../../contracts/request-delivery.ts'
import { defineFunction } from '../../bus/index.ts'
import { carryOut } from './carry-out.ts'
import { requests } from './domain.ts'

export default defineFunction({
  name: 'requests.withdraw',
  summary: 'Takes a request back.',
  domain: requests,
  on: WithdrawRequest,
  calls: [TurnRequest],
  async run(data, ctx) {
    const told = { commandId: ctx.meta.id, at: ctx.meta.time.toISOString(), turn: 'withdraw', ...data } as const
    return carryOut(ctx.call(TurnRequest, told), WithdrawRequest.refusals, (code, message, details) =>
      ctx.refuse(code, message, details),
    )
  },
})
