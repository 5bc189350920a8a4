import {
  DiscardPolicy,
  JetStreamApiError,
  RetentionPolicy,
  StorageType,
  StoreCompression,
  type StreamConfig,
} from '@nats-io/jetstream'
import { nanos } from '@nats-io/transport-node'
import type { StreamName } from '../../contracts/define.ts'
import type { NatsLink } from './connect.ts'

export type AnyStream = StreamName | 'dead-letters' | 'slots'

const DAY_MS = 86_400_000
const MIB = 1024 * 1024

interface StreamSpec {
  suffix: string
  /** Subjects below the namespace. */
  subjects: readonly string[]
  maxAgeMs: number
  maxBytes: number
  discard: DiscardPolicy
  storage: StorageType
}

/** `rdv` subjects bring one message back to one function: a redriven dead letter, or a wait that is over. */
const STREAMS: Record<AnyStream, StreamSpec> = {
  events: {
    suffix: 'EVT',
    subjects: ['evt.>', 'rdv.events.>'],
    maxAgeMs: 90 * DAY_MS,
    maxBytes: 2048 * MIB,
    discard: DiscardPolicy.Old,
    storage: StorageType.File,
  },
  commands: {
    suffix: 'CMD',
    subjects: ['cmd.>', 'rdv.commands.>'],
    maxAgeMs: 14 * DAY_MS,
    maxBytes: 512 * MIB,
    // a full store refuses work loudly instead of forgetting work that nobody did yet
    discard: DiscardPolicy.New,
    storage: StorageType.File,
  },
  hooks: {
    suffix: 'HOOK',
    subjects: ['hook.>', 'rdv.hooks.>'],
    maxAgeMs: 30 * DAY_MS,
    maxBytes: 512 * MIB,
    discard: DiscardPolicy.Old,
    storage: StorageType.File,
  },
  'dead-letters': {
    suffix: 'DLQ',
    subjects: ['dlq.>'],
    maxAgeMs: 180 * DAY_MS,
    maxBytes: 256 * MIB,
    discard: DiscardPolicy.Old,
    storage: StorageType.File,
  },
  // a tick every few seconds would keep a disk awake; a lost slot is made again or skipped by its schedule
  slots: {
    suffix: 'SLOT',
    subjects: ['slot.>', 'rdv.slots.>'],
    maxAgeMs: 3_600_000,
    maxBytes: 16 * MIB,
    discard: DiscardPolicy.Old,
    storage: StorageType.Memory,
  },
}

/** Overrides for tests and small disks; bytes. */
export interface StreamLimits {
  maxBytes?: Partial<Record<AnyStream, number>>
  maxMsgs?: Partial<Record<AnyStream, number>>
  replicas?: number
  duplicateWindowMs?: number
}

export const streamName = (link: Pick<NatsLink, 'namespace'>, stream: AnyStream): string =>
  `${link.namespace}_${STREAMS[stream].suffix}`

export const allStreams = Object.keys(STREAMS) as AnyStream[]

/**
 * Makes the streams or brings them up to the configuration, then reads them back: an old server accepts fields that it
 * does not know and drops them. Throws with the name of a field that did not take.
 */
export async function ensureStreams(link: NatsLink, limits: StreamLimits = {}): Promise<void> {
  configured.set(link.namespace, limits)
  await Promise.all(allStreams.map((stream) => ensureStream(link, stream)))
}

/** Limits by namespace, for a stream that has to be made again later. */
const configured = new Map<string, StreamLimits>()

/** The same for one: a restarted server has forgotten what lived in memory. */
export async function ensureStream(link: NatsLink, stream: AnyStream): Promise<void> {
  const limits = configured.get(link.namespace) ?? {}
  const wanted = toConfig(link, stream, limits)
  const { name } = wanted
  try {
    const { config } = await link.jsm.streams.info(name)
    if (differs(config, wanted)) await link.jsm.streams.update(name, { ...config, ...wanted })
  } catch (error) {
    if (!(error instanceof JetStreamApiError) || error.code !== 10059) throw error
    await link.jsm.streams.add(wanted).catch((cause: unknown) => {
      // another process made it in between
      if (!(cause instanceof JetStreamApiError) || cause.code !== 10058) throw cause
    })
  }
  const { config } = await link.jsm.streams.info(name)
  const field = differs(config, wanted)
  if (field) throw new Error(`nats-server did not take "${field}" of the stream ${name}; is it too old?`)
}

type Wanted = Partial<StreamConfig> & Pick<StreamConfig, 'name'>

function toConfig(link: NatsLink, stream: AnyStream, limits: StreamLimits): Wanted {
  const spec = STREAMS[stream]
  return {
    name: streamName(link, stream),
    subjects: spec.subjects.map((s) => `${link.namespace}.${s}`),
    retention: RetentionPolicy.Limits,
    storage: spec.storage,
    max_age: nanos(spec.maxAgeMs),
    max_bytes: limits.maxBytes?.[stream] ?? spec.maxBytes,
    max_msgs: limits.maxMsgs?.[stream] ?? -1,
    discard: spec.discard,
    duplicate_window: nanos(limits.duplicateWindowMs ?? 600_000),
    num_replicas: limits.replicas ?? 1,
    allow_direct: true,
    ...(spec.storage === StorageType.File ? { compression: StoreCompression.S2 } : {}),
  }
}

function differs(have: StreamConfig, wanted: Partial<StreamConfig>): string | null {
  for (const [field, value] of Object.entries(wanted)) {
    const current = (have as unknown as Record<string, unknown>)[field]
    if (JSON.stringify(current) !== JSON.stringify(value)) return field
  }
  return null
}
