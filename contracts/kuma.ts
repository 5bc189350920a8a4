import { z } from 'zod'
import { action, event, secret } from './define.ts'
import { CheckOptions, line, MonitorKind } from './monitor.ts'
import { ConnectionProblem } from './services.ts'

/** Ids are those of Uptime Kuma; `name:` and the name where it tells none, as before version 2. */
const kumaId = z.string().min(1).max(300)

/** What we know of one of its monitors: nothing that could be a secret. */
export const KumaMonitor = z.object({
  id: kumaId,
  name: line.min(1).max(80),
  /** Heading on the board; null where this way of asking does not tell. */
  group: line.max(80).nullable(),
  /** `push` for what we could not check in its place. */
  kind: MonitorKind,
  target: z.string().max(2048),
  intervalSeconds: z.int(),
  timeoutMs: z.int(),
  acceptedCodes: z.array(z.string()).optional(),
  options: CheckOptions,
  /** False while it is paused over there. */
  active: z.boolean(),
})
export type KumaMonitor = z.infer<typeof KumaMonitor>

export const KumaBeat = z.object({
  id: kumaId,
  /** By the clock of Uptime Kuma, but where it was polled by ours. */
  at: z.iso.datetime(),
  status: z.enum(['offline', 'online', 'maintenance']),
  responseTimeMs: z.number().nullable(),
  error: z.string().max(500).nullable(),
  /** `list`: out of its record, oldest first. `live`: it just came. `poll`: how it stands, without a time of its own. */
  from: z.enum(['list', 'live', 'poll']),
})
export type KumaBeat = z.infer<typeof KumaBeat>

/** Inside the domain: it has no route. Taking the same again changes nothing. */
export const TakeFromKuma = action('status.take-from-kuma', {
  summary: 'Puts what Uptime Kuma says on the board.',
  input: {
    /** Who follows it; only one does at a time. */
    holder: z.uuid(),
    /** Of the connection that is followed. */
    version: z.int(),
    /** Whether it was heard; without, this only says that somebody still tries. */
    heard: z.boolean(),
    /** Why it is not heard, as a sentence. */
    error: z.string().max(500).nullable().default(null),
    /** What it watches: all of it, with what we need to check in its place, or only what this way of asking shows. */
    monitors: z
      .object({ complete: z.boolean(), items: z.array(KumaMonitor).max(5000) })
      .nullable()
      .default(null),
    beats: z.array(KumaBeat).max(2000).default([]),
    /** Sealed: what signs us in next time, without the password. */
    token: z.string().max(5000).nullable().default(null),
  },
  /** False: somebody else follows it now, or nobody is to. */
  result: z.object({ held: z.boolean() }),
})

/** Inside the portal: it has no route. */
export const TryKuma = action('status.try-kuma', {
  summary: 'Tries to sign in to Uptime Kuma; stores nothing.',
  input: {
    url: z.string(),
    token: secret(z.string().nullish()),
    username: secret(z.string().nullish()),
    password: secret(z.string().nullish()),
  },
  result: z.object({
    problem: ConnectionProblem.nullable(),
    /** What is wrong and what to do; null when it took what it was given. */
    message: z.string().nullable(),
    version: z.string().nullable(),
  }),
})

export const SourceLost = event('status.source-lost', {
  summary:
    'A system whose monitors are shown here does not answer: they are the last known, until our own checks take over.',
  data: { source: z.string(), error: z.string(), at: z.iso.datetime(), monitors: z.int() },
  key: (d) => d.source,
})

export const SourceFound = event('status.source-found', {
  summary: 'A system whose monitors are shown here answers again.',
  data: { source: z.string(), at: z.iso.datetime(), monitors: z.int() },
  key: (d) => d.source,
})
