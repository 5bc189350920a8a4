import { BusClient } from '../../bus/client.ts'
import type { AnyFunction } from '../../bus/function.ts'
import { newId } from '../../bus/ids.ts'
import { connectNats, type NatsLink } from '../../bus/nats/connect.ts'
import { ensureStreams, type StreamLimits } from '../../bus/nats/streams.ts'
import type { Provision } from '../../bus/provided.ts'
import { Sealer } from '../../bus/seal.ts'
import { hostFunctions, type HostedFunctions } from '../../bus/start.ts'
import { freshDatabase, freshNamespace, natsUrl } from './fresh.ts'
import { quiet, testKey } from './quiet.ts'

export { quiet, testKey }

/** A bus of a test's own: its namespace and database, on this run's place. */
export interface Rig {
  link: NatsLink
  client: BusClient
  databaseUrl: string
  natsUrl: string
  namespace: string
  sealer: Sealer
  who: { actor: string; correlationId: string }
  /** Runs functions on it, as one more process would, with what they are provided with. */
  host(functions: readonly AnyFunction[], provisions?: readonly Provision[]): Promise<HostedFunctions>
  stop(): Promise<void>
}

/** `place` puts it on servers of the test's own, or where another rig was. */
export async function startRig(
  limits: StreamLimits = {},
  place: Partial<Pick<Rig, 'natsUrl' | 'databaseUrl' | 'namespace'>> = {},
): Promise<Rig> {
  const namespace = place.namespace ?? freshNamespace()
  const databaseUrl = place.databaseUrl ?? (await freshDatabase())
  const nats = place.natsUrl ?? natsUrl()
  const link = await connectNats(nats, namespace, quiet)
  await ensureStreams(link, limits)
  const sealer = new Sealer([testKey])
  const client = new BusClient(link, sealer)
  const hosts: HostedFunctions[] = []
  const links: NatsLink[] = [link]
  return {
    link,
    client,
    databaseUrl,
    natsUrl: nats,
    namespace,
    sealer,
    who: { actor: 'user:tester', correlationId: newId() },
    async host(functions, provisions) {
      const own = await connectNats(nats, namespace, quiet)
      links.push(own)
      const settings = { databaseUrl, sealer, log: quiet, poolSize: 8, provisions }
      const hosted = await hostFunctions({ link: own, functions, ...settings })
      hosts.push(hosted)
      return hosted
    },
    async stop() {
      await Promise.allSettled(hosts.map((h) => h.stop()))
      await client.stop()
      const { jsm } = link
      for await (const stream of jsm.streams.list())
        if (stream.config.name.includes(`${namespace}_`)) await jsm.streams.delete(stream.config.name)
      await Promise.all(links.map((l) => l.nc.close()))
    },
  }
}
