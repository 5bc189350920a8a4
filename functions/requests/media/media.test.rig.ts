import { afterAll, beforeAll } from 'vitest'
import { diskCache, provide } from '../../../bus/index.ts'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ConfigureService } from '../../../contracts/services.ts'
import type { AnyFunction } from '../../../bus/index.ts'
import { functionsOf } from '../../../infra/test/functions.ts'
import { type Rig, startRig } from '../../../infra/test/rig.ts'
import { openRows, type Rows } from '../list/rows.test.rig.ts'
import { keptPosters } from './picture.ts'

/** Functions beside the settings, for tests that speak with a stand-in of Seerr. */
export function useMedia(functions: readonly AnyFunction[]) {
  let rig: Rig
  let rows: Rows
  let folder: string
  beforeAll(async () => {
    rig = await startRig()
    folder = await mkdtemp(path.join(tmpdir(), 'medianest-pictures-'))
    await rig.host([...functionsOf('settings'), ...functions], [provide(keptPosters, diskCache(folder, 10_000_000))])
    rows = await openRows(rig.databaseUrl)
  })
  afterAll(async () => {
    await rows.close()
    await rig.stop()
    await rm(folder, { recursive: true, force: true })
  })
  return {
    get rig() {
      return rig
    },
    get rows() {
      return rows
    },
    as: (userId: string, role: 'admin' | 'user' = 'user') => ({ ...rig.who, actor: `user:${userId}`, role }),
    connect: ({ url, key }: { url: string; key: string }) =>
      rig.client.ask(ConfigureService, { name: 'overseerr', url, apiKey: key, enabled: true }, rig.who),
  }
}
