import { z } from 'zod'
import { Complaint, type Probe, textIn } from './probe.ts'

export const SabnzbdVersion = z.strictObject({ version: z.string() })
const Refusal = z.looseObject({ status: z.literal(false), error: z.string() })
const Queue = z.looseObject({ queue: z.looseObject({}) })

const HOSTNAME = /hostname verification/i
const ABROAD = /external internet access/i

/** A refused key is 403 with a plain sentence or nothing, in older versions 200 with a sentence or JSON. */
export const sabnzbd: Probe = async (ask, { apiKey }) => {
  const open = await ask('/api', { query: { mode: 'version', output: 'json' }, accept: 'text', expect: [403] })
  refuseSaid(textIn(open), open.status)
  const told = SabnzbdVersion.safeParse(json(textIn(open)))
  if (!told.success)
    throw new Complaint('not-understood', 'What answers there does not tell its version as SABnzbd does.')
  const query = { mode: 'queue', limit: 1, output: 'json', apikey: apiKey }
  const queue = await ask('/api', { query, accept: 'text', expect: [403] })
  const said = textIn(queue)
  refuseSaid(said, queue.status)
  const data = json(said)
  const refusal = Refusal.safeParse(data)
  if (refusal.success || /^API Key/i.test(said)) throw refused()
  if (!Queue.safeParse(data).success) throw new Complaint('not-understood', 'SABnzbd answers without a queue.')
  return { product: 'SABnzbd', version: told.data.version }
}

const refused = (): Complaint =>
  new Complaint('credentials', 'SABnzbd refuses this API key. It must be the API key, not the NZB key.')

function refuseSaid(said: string, status: number): void {
  if (HOSTNAME.test(said))
    throw new Complaint(
      'not-understood',
      'SABnzbd refuses the host name in this address: add it to host_whitelist in its Config, Special, or use an IP address.',
    )
  if (ABROAD.test(said))
    throw new Complaint(
      'not-understood',
      'SABnzbd takes this call for one from the internet: allow API access in its Config, General, External internet access.',
    )
  if (status === 403) throw refused()
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
