import { z } from 'zod'
import { Refused } from '../../../bus/index.ts'
import { type Around, type Ask, basic, Complaint, type Credentials, type Probe, textIn } from './probe.ts'

export const KumaEntry = z.looseObject({ type: z.enum(['entryPage', 'statusPageMatchedDomain']) })

/** The slug of a status page that is to be read, as its connection has it; null for none. */
export function statusPageIn({ statusPage }: Readonly<Record<string, unknown>>): string | null {
  return typeof statusPage === 'string' && statusPage.trim() !== '' ? statusPage.trim() : null
}

/** Tries all that was given: a key reads its metrics, a sign-in its socket, and a status page needs neither. */
export const uptimeKuma: Probe = async (ask, given, around) => {
  await ask('/api/entry-page', { schema: KumaEntry })
  let version = given.apiKey ? await byMetrics(ask, given.apiKey) : undefined
  if (given.token || given.username) {
    const told = await bySocket(given, around)
    version ??= told
  }
  const slug = statusPageIn(around.config)
  if (slug !== null) await byStatusPage(ask, slug)
  return { product: 'Uptime Kuma', version }
}

/** The key is the password of HTTP Basic, whatever the name. Only 60 calls a minute are answered. */
async function byMetrics(ask: Ask, apiKey: string): Promise<string | undefined> {
  const answer = await ask('/metrics', { headers: { authorization: basic('', apiKey) }, accept: 'text' })
  const metrics = textIn(answer)
  if (!/^# (HELP|TYPE) /m.test(metrics))
    throw new Complaint('not-understood', 'Uptime Kuma answers without its metrics; is this address its own?')
  return /^app_version\{[^}]*\bversion="([^"]+)"/m.exec(metrics)?.[1]
}

async function bySocket(
  { token, username, password }: Credentials,
  { signInToKuma }: Around,
): Promise<string | undefined> {
  const said = await signInToKuma({ token, username, password }).catch((error: unknown) => {
    if (!(error instanceof Refused)) throw error
    throw new Complaint('not-understood', 'The sign-in cannot be tried just now: try again in a moment.')
  })
  if (said.problem !== null)
    throw new Complaint(said.problem, said.message ?? 'Uptime Kuma does not let the portal sign in.')
  return said.version ?? undefined
}

async function byStatusPage(ask: Ask, slug: string): Promise<void> {
  const page = await ask(`/api/status-page/${encodeURIComponent(slug)}`, { expect: [404] })
  if (page.status === 404)
    throw new Complaint(
      'not-understood',
      `Uptime Kuma has no status page "${slug}". It stands in the address of the page, behind /status/.`,
    )
}
