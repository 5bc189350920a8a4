import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import { connectNats, type NatsLink } from '../../bus/nats/connect.ts'
import type { AnyFunction } from '../../bus/function.ts'
import { Sealer } from '../../bus/seal.ts'
import { hostFunctions, type HostedFunctions } from '../../bus/start.ts'
import { quiet, testKey } from './quiet.ts'
import type { Rig } from './rig.ts'

/** Where a worker finds the bus of the test that started it. */
export interface WorkerPlace {
  natsUrl: string
  databaseUrl: string
  namespace: string
}

/** Starts a file of this folder as a process of its own, on the bus of a rig. It says a line per thing it tells. */
export function spawnWorker(file: string, place: WorkerPlace, env: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, [path.join(import.meta.dirname, file)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...env, WORKER_PLACE: JSON.stringify(place), NODE_NO_WARNINGS: '1' },
  })
}

/** In the worker: hosts functions where its parent said. It ends with its parent. */
export async function hostHere(
  functions: readonly AnyFunction[],
  prepare: (link: NatsLink) => void = () => {},
): Promise<HostedFunctions> {
  process.stdin.resume().on('end', () => process.exit(0))
  const place = JSON.parse(process.env['WORKER_PLACE'] ?? '') as WorkerPlace
  const link = await connectNats(place.natsUrl, place.namespace, quiet)
  prepare(link)
  const { databaseUrl } = place
  return hostFunctions({ link, databaseUrl, functions, sealer: new Sealer([testKey]), log: quiet })
}

/** The place of a rig on given servers. */
export const placeOf = (rig: Rig): WorkerPlace => ({
  natsUrl: rig.natsUrl,
  databaseUrl: rig.databaseUrl,
  namespace: rig.namespace,
})
