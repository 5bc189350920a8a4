import { z } from 'zod'
import { basic, Complaint, type Probe } from './probe.ts'

const Answer = z.looseObject({
  result: z.unknown(),
  error: z.looseObject({ code: z.number().optional(), message: z.string().optional() }).nullish(),
})

/** JSON-RPC whose errors come with status 200; a login that may only add is one of them. */
export const nzbget: Probe = async (ask, { username, password }) => {
  const { data } = await ask('/jsonrpc', {
    method: 'POST',
    headers: { authorization: basic(username, password) },
    body: { method: 'version', params: [], id: 1 },
    schema: Answer,
  })
  if (data?.error?.code === 401)
    throw new Complaint('credentials', 'NZBGet allows this user name too little: give it those of ControlUsername.')
  if (typeof data?.result !== 'string')
    throw new Complaint('not-understood', 'What answers there does not tell its version as NZBGet does.')
  return { product: 'NZBGet', version: data.result }
}
