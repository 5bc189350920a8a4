import { z } from 'zod'
import { Claims, type Remembered } from './claims.ts'
import type { Host } from './host.ts'
import type { NatsLink } from './nats/connect.ts'
import type { Running } from './nats/consumer.ts'
import { request, serve } from './nats/rpc.ts'

const subjectFor = (domain: string): string => `rpc.${domain}._outcome.v1`

const Asked = z.object({ id: z.uuid() })

/** Lets the edge ask what a command that it sent before was answered with. */
export function serveOutcomes(host: Host, domain: string): Running {
  const claims = new Claims(host.pool, domain, host.sealer)
  return serve(host.link, subjectFor(domain), async (question) => ({
    data: await claims.outcome(Asked.parse(JSON.parse(question.text())).id),
  }))
}

/** What a command was answered with; null when it was not handled yet. Throws `Refused` when the owner is away. */
export async function askOutcome(link: NatsLink, domain: string, id: string): Promise<Remembered | null> {
  return (await request(link, subjectFor(domain), { id }, {}, 2000)) as Remembered | null
}
