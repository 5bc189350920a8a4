import { z } from 'zod'
import { basic, Complaint, type Probe, textIn } from './probe.ts'

export const KumaEntry = z.looseObject({ type: z.enum(['entryPage', 'statusPageMatchedDomain']) })

/** The key is the password of HTTP Basic, whatever the name. Only 60 calls a minute are answered. */
export const uptimeKuma: Probe = async (ask, { apiKey }) => {
  await ask('/api/entry-page', { schema: KumaEntry })
  const answer = await ask('/metrics', { headers: { authorization: basic('', apiKey) }, accept: 'text' })
  const metrics = textIn(answer)
  if (!/^# (HELP|TYPE) /m.test(metrics))
    throw new Complaint('not-understood', 'Uptime Kuma answers without its metrics; is this address its own?')
  return { product: 'Uptime Kuma', version: /^app_version\{[^}]*\bversion="([^"]+)"/m.exec(metrics)?.[1] }
}
