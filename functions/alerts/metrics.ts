import type { Metric } from '../../contracts/alerts.ts'
import type { AnswerOf } from '../../contracts/define.ts'
import type { GetTiles } from '../../contracts/status.ts'

type Tile = AnswerOf<typeof GetTiles>['items'][number]

const DAY_MS = 86_400_000
const FIVE_MINUTES_S = 300

/** Subjects of the house, as alerts call them. */
export const HOUSE: Readonly<Record<string, string>> = {
  data: 'Data disk',
  backups: 'Backup disk',
  memory: 'Memory',
  outside: 'Systems outside',
  'dead-letters': 'Dead letters',
  'sign-ins': 'Sign-ins',
  'plex-tokens': 'Plex tokens',
}

export interface ServiceMetric {
  /** The value now; null where there is none. */
  read(tile: Tile, now: Date): number | null
  /** Remembered here; else back-tests ask the status domain for its averages. */
  recorded: boolean
}

type Of<K extends string> = Extract<Metric, K>
type ServiceMetricName = Of<'latency' | 'errorRate' | 'certificateDays'>

/** What can be read off a tile. One more metric of a service is one row here and one in the contract. */
export const SERVICE_METRICS: Readonly<Record<ServiceMetricName, ServiceMetric>> = {
  // the mean of the last five minutes, as back-tests have it
  latency: {
    recorded: false,
    read: ({ recent, intervalSeconds }) => {
      const last = recent.slice(-Math.max(1, Math.ceil(FIVE_MINUTES_S / intervalSeconds)))
      const answered = last.filter((ms) => ms !== null)
      return answered.length === 0 ? null : answered.reduce((sum, ms) => sum + ms, 0) / answered.length
    },
  },
  errorRate: {
    recorded: false,
    read: ({ recent }) => {
      const last = recent.slice(-20)
      return last.length === 0 ? null : (last.filter((ms) => ms === null).length * 100) / last.length
    },
  },
  certificateDays: {
    recorded: true,
    read: ({ certificateEndsAt }, now) =>
      certificateEndsAt === null ? null : Math.floor((Date.parse(certificateEndsAt) - now.getTime()) / DAY_MS),
  },
}

/** One measured value of the house. */
export interface Reading {
  /** A key of `HOUSE`. */
  subjectId: string
  value: number | null
}

/** What the house can be asked; handed in by the function that measures. */
export interface House {
  disks(): Promise<{ subjectId: string; usedPercent: number }[]>
  memoryPercent(): Promise<number>
  openBreakers(): Promise<number>
  deadLetters(): Promise<number>
  failedSignIns(): Promise<number>
  brokenTokens(): Promise<number>
  daysUntilFull(subjectId: string): Promise<number | null>
}

const one = (subjectId: string, value: Promise<number>): Promise<Reading[]> =>
  value.then((measured) => [{ subjectId, value: measured }])

type HouseMetricName = Exclude<Metric, ServiceMetricName>

/** One more metric of the house is one row here and one in the contract. */
export const HOUSE_METRICS: Readonly<Record<HouseMetricName, (house: House) => Promise<Reading[]>>> = {
  disk: async (house) =>
    (await house.disks()).map(({ subjectId, usedPercent }) => ({
      subjectId,
      value: Math.round(usedPercent * 10) / 10,
    })),
  diskDaysLeft: async (house) => {
    const disks = await house.disks()
    return Promise.all(disks.map(async ({ subjectId }) => ({ subjectId, value: await house.daysUntilFull(subjectId) })))
  },
  memory: (house) => one('memory', house.memoryPercent().then(Math.round)),
  openBreakers: (house) => one('outside', house.openBreakers()),
  deadLetters: (house) => one('dead-letters', house.deadLetters()),
  failedSignIns: (house) => one('sign-ins', house.failedSignIns()),
  brokenTokens: (house) => one('plex-tokens', house.brokenTokens()),
}
