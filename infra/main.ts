import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import module from 'node:module'
import { setTimeout as wait } from 'node:timers/promises'
import type { Logger } from 'pino'
import { ConfigError, readConfig } from './config.ts'
import type { Config } from './config.ts'
import { DataFolderError, openDataFolder } from './embedded/data-folder.ts'
import type { DataFolder } from './embedded/data-folder.ts'
import { startEmbedded } from './embedded/embedded.ts'
import type { Embedded } from './embedded/embedded.ts'
import { encryptionKey, HouseKeyMissing, keyFile } from './encryption-key.ts'
import { createLog } from './log.ts'
import { ensurePage, pageIsElsewhere } from './page.ts'
import type { Portal } from './portal.ts'
import { openSecurityLog, type SecurityLog } from './security-log.ts'
import { untilAskedToEnd } from './signals.ts'
import { announcement } from './announcement.ts'

/** How long work in hand may take to end after a signal, in milliseconds, servers included. */
const DRAIN_MS = 9000
/** The same when who started this was killed: nobody waits any more, and nothing may be left after 3 s. */
const ORPHANED_MS = 1500

/** What has been started so far, to be stopped in the opposite order. */
interface Running {
  folder?: DataFolder
  /** Still coming, perhaps: what fails meanwhile must not leave it half-made. */
  embedded?: Promise<Embedded>
  portal?: Portal
  security?: SecurityLog
}

async function start(config: Config, log: Logger, running: Running): Promise<void> {
  const folder = await openDataFolder(config.dataDir)
  running.folder = folder
  for (const upgrade of folder.upgrades) log.info({ upgrade }, 'the data folder was upgraded')
  const encryptionKeyIsNew = config.encryptionKey === undefined && !existsSync(keyFile(config.dataDir))
  // the portal's own code is read while the servers start
  running.embedded = startEmbedded(config, log)
  const [embedded, key, { startPortal }] = await Promise.all([
    running.embedded,
    encryptionKey(config.dataDir, config.encryptionKey),
    import('./portal.ts'),
    ensurePage(log),
  ])
  const { databaseUrl, natsUrl, natsMonitorUrl, natsWasUnclean } = embedded
  const servers = { databaseUrl, natsUrl, natsMonitorUrl, natsWasUnclean }
  const security = openSecurityLog(folder.path, {
    complain: (error) => log.warn({ err: error }, 'security.log cannot be written: Fail2Ban hears nothing'),
  })
  running.security = security
  const operator = { operatorToken: folder.operatorToken, encryptionKey: key, encryptionKeyIsNew, security }
  const reloadEncryptionKey = () => encryptionKey(config.dataDir, config.encryptionKey)
  const portal = await startPortal({ config, log, ...servers, ...operator, reloadEncryptionKey }).catch(
    async (error: unknown) => {
      // the next start would take what was made here for the one that is lost
      if (error instanceof HouseKeyMissing) await rm(keyFile(config.dataDir), { force: true })
      throw error
    },
  )
  running.portal = portal
  await folder.announce(portal.url, {
    databaseUrl: config.databaseUrl === undefined ? databaseUrl : undefined,
    natsUrl: config.natsUrl === undefined ? natsUrl : undefined,
    natsMonitorUrl: config.natsUrl === undefined ? natsMonitorUrl : undefined,
  })
  // to the terminal and never to the log: it may hold the one-time password
  process.stdout.write(
    announcement({
      url: portal.url,
      withoutPage: pageIsElsewhere(),
      dataDir: folder.path,
      firstStart: portal.firstStart,
    }),
  )
}

async function stop(running: Running, graceMs: number): Promise<void> {
  const deadline = performance.now() + graceMs
  await running.portal?.stop()
  await running.security?.close()
  const embedded = await running.embedded?.catch(() => undefined)
  await embedded?.stop(Math.max(500, deadline - performance.now()))
  await running.folder?.release()
}

/** The code to end with. */
async function run(): Promise<number> {
  let config: Config
  try {
    config = readConfig(process.env)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    process.stderr.write(`${error.message}\n`)
    return 2
  }
  const log = createLog(config.logLevel)
  const running: Running = {}
  const asked = untilAskedToEnd()
  const started = start(config, log, running)
  try {
    const early = await Promise.race([started, asked])
    if (early === undefined) {
      log.info({ readyMs: Math.round(performance.now()), portalPid: process.pid }, 'ready')
      module.flushCompileCache()
    } else {
      // asked to end while starting: let the start come to its end, so that nothing is left half-way
      await Promise.race([started.catch(() => undefined), wait(4000)])
    }
    const lost = running.portal?.lost.then((error) => {
      log.fatal({ err: error }, 'the connection to NATS is closed for good')
      return 'lost' as const
    })
    const ending = early ?? (await Promise.race(lost ? [asked, lost] : [asked]))
    const graceMs = ending === 'orphaned' ? ORPHANED_MS : DRAIN_MS
    const timer = wait(graceMs, false)
    log.info({ because: ending }, 'stopping')
    const drained = await Promise.race([stop(running, graceMs - 500).then(() => true), timer])
    if (!drained) log.warn({ graceMs }, 'work in hand did not end in time: it is carried on by the next start')
    return ending === 'lost' ? 1 : 0
  } catch (error) {
    const sentence = (error as Error).message
    if (error instanceof DataFolderError || error instanceof ConfigError) process.stderr.write(`${sentence}\n`)
    else log.fatal({ err: error }, 'MediaNest could not start')
    await Promise.race([stop(running, 3000).catch(() => undefined), wait(4000)])
    return 1
  }
}

// the servers' own death signal ends what an unfinished stop leaves behind
process.exit(await run())
