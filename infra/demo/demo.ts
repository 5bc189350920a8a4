import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { commandsOf } from './commands.ts'
import { startControlPage } from './control-page.ts'
import { freeOrAny, type RunningPortal, startPortal } from './portal-process.ts'
import { type DemoPerson, ONE_TIME, PEOPLE, settle } from './settle.ts'
import { type DemoHouse, startDemoHouse } from './world.ts'

export interface DemoOptions {
  /** 3000 by default; a free one where that is taken. */
  port?: number
  /** 127.0.0.1 by default: everybody knows the passwords. */
  host?: string
  /** A data folder that stays; one that is removed at the end by default. */
  keep?: string
  /** The port of the house's own page; a free one by default. */
  controlPort?: number
  /** Hears what is done while it starts, a line at a time. */
  say?: (line: string) => void
}

export interface Demo {
  /** Of the portal. */
  url: string
  /** Of the page from which the house is played. */
  controlUrl: string
  people: readonly DemoPerson[]
  house: DemoHouse
  dataDir: string
  /** Resolves when the portal ended by itself. */
  portalEnded: Promise<void>
  /** Ends everything and removes the data, unless they are to stay. Twice is once. */
  stop(): Promise<void>
}

/** Starts the house and the ordinary portal, and connects the one to the other as an admin would. */
export async function startDemo(options: DemoOptions = {}): Promise<Demo> {
  const { port = 3000, host = '127.0.0.1', keep, controlPort = 0, say = () => undefined } = options
  const ending: (() => Promise<unknown>)[] = []
  let stopped: Promise<void> | undefined
  const stop = (): Promise<void> =>
    (stopped ??= (async () => {
      for (const end of ending.toReversed()) await end().catch((error: unknown) => say(String(error)))
    })())
  try {
    const dataDir = keep === undefined ? await mkdtemp(path.join(tmpdir(), 'medianest-demo-')) : path.resolve(keep)
    if (keep === undefined) ending.push(() => rm(dataDir, { recursive: true, force: true, maxRetries: 3 }))
    const house = await startDemoHouse()
    ending.push(() => house.stop())
    say('The demo house stands')
    const portal: RunningPortal = await startPortal({
      PORT: String(await freeOrAny(port, host)),
      HOST: host,
      DATA_DIR: dataDir,
      PLEX_TV_URL: house.plexTv.url,
      MUSICBRAINZ_URL: house.musicBrainz.url,
      ADMIN_USERNAME: PEOPLE.demo.username,
      ADMIN_PASSWORD: ONE_TIME,
      LOG_LEVEL: 'warn',
    })
    ending.push(() => portal.stop())
    say('The portal runs')
    await settle(portal.url, house, say)
    const links = { 'The portal': portal.url }
    const control = await startControlPage(commandsOf(house), links, controlPort)
    ending.push(() => control.stop())
    const people = Object.values(PEOPLE)
    return { url: portal.url, controlUrl: control.url, people, house, dataDir, portalEnded: portal.ended, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
