import { z } from 'zod'
import { Complaint, type Probe } from './probe.ts'

const Answer = z.looseObject({
  response: z.looseObject({
    result: z.string(),
    message: z.string().nullish(),
    data: z.looseObject({ tautulli_version: z.string().optional() }).optional(),
  }),
})

/** A refused key is 401, in older versions 200 with an error inside; 404 means that the API is switched off. */
export const tautulli: Probe = async (ask, { apiKey }) => {
  const query = { apikey: apiKey, cmd: 'get_tautulli_info' }
  const { status, data } = await ask('/api/v2', { query, schema: Answer, expect: [400, 401, 404] })
  if (status === 404 && data)
    throw new Complaint('not-understood', 'The API of Tautulli is switched off: enable it in Settings, Web Interface.')
  if (data?.response.result === 'success') return { product: 'Tautulli', version: data.response.data?.tautulli_version }
  if (status === 401 || /apikey/i.test(data?.response.message ?? ''))
    throw new Complaint('credentials', 'Tautulli refuses this API key.')
  throw new Complaint('not-understood', 'What answers there does not answer as Tautulli does.')
}
