import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openDataFolder } from '../embedded/data-folder.ts'
import { readConfig } from '../config.ts'
import { type Portal, startPortal } from '../portal.ts'
import { freshDatabase, freshNamespace, natsUrl } from '../test/fresh.ts'
import { quiet, testKey } from '../test/rig.ts'

export interface AnnouncedPortal {
  portal: Portal
  namespace: string
  databaseUrl: string
  operatorToken: string
  /** Holds portal.json as a running portal writes it, and the lock. */
  dataDir: string
  stop(): Promise<void>
}

/** A portal in this process that is announced in a data folder, for tests of the commands. */
export async function startAnnouncedPortal(): Promise<AnnouncedPortal> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'medianest-cli-'))
  const folder = await openDataFolder(dataDir)
  const { operatorToken } = folder
  const [databaseUrl, namespace] = [await freshDatabase(), freshNamespace()]
  const portal = await startPortal({
    config: readConfig({ PORT: '0', HOST: '127.0.0.1', ADMIN_PASSWORD: 'first password', DATA_DIR: dataDir }),
    databaseUrl,
    natsUrl: natsUrl(),
    natsWasUnclean: false,
    log: quiet,
    operatorToken,
    security: { note: () => {} },
    encryptionKey: testKey,
    namespace,
  })
  await folder.announce(portal.url, { databaseUrl, natsUrl: natsUrl(), namespace })
  return {
    portal,
    namespace,
    databaseUrl,
    operatorToken,
    dataDir,
    async stop() {
      await portal.stop()
      await folder.release()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
