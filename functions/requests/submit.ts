import { SubmitRequest } from '../../contracts/media-requests.ts'
import { PlaceRequest } from '../../contracts/request-delivery.ts'
import { defineFunction } from '../../bus/index.ts'
import { carryOut } from './carry-out.ts'
import { requests } from './domain.ts'

export default defineFunction({
  name: 'requests.submit',
  summary: 'Asks for a film, a series or an album.',
  domain: requests,
  on: SubmitRequest,
  calls: [PlaceRequest],
  async run(data, ctx) {
    const told = { commandId: ctx.meta.id, at: ctx.meta.time.toISOString(), ...data }
    return carryOut(ctx.call(PlaceRequest, told), SubmitRequest.refusals, (code, message, details) =>
      ctx.refuse(code, message, details),
    )
  },
})
