import { RetryRequest } from '../../contracts/media-requests.ts'
import { TurnRequest } from '../../contracts/request-delivery.ts'
import { defineFunction } from '../../bus/index.ts'
import { carryOut } from './carry-out.ts'
import { requests } from './domain.ts'

export default defineFunction({
  name: 'requests.retry',
  summary: 'Has Seerr hand a request on once more.',
  domain: requests,
  on: RetryRequest,
  calls: [TurnRequest],
  async run(data, ctx) {
    const told = { commandId: ctx.meta.id, at: ctx.meta.time.toISOString(), turn: 'retry', ...data } as const
    return carryOut(ctx.call(TurnRequest, told), RetryRequest.refusals, (code, message, details) =>
      ctx.refuse(code, message, details),
    )
  },
})
