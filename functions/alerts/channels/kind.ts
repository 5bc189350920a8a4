import { z } from 'zod'
import type { ChannelField } from '../../../contracts/channels.ts'
import type { Message } from './message.ts'

/** What a kind may use besides its configuration. */
export interface Sending {
  signal: AbortSignal
  now: () => Date
}

type Fields = Readonly<Record<string, z.ZodType>>
type ConfigOf<F extends Fields> = z.output<z.ZodObject<F>>

interface Spec<F extends Fields> {
  title: string
  hint: string
  fields: F
  /** What is wrong between fields; the path is that of a field. */
  check?: (config: ConfigOf<F>) => { path: string; message: string } | null
  /** The addresses that secrets go to: a stored secret does not follow to others unasked. */
  goesTo: (config: ConfigOf<F>) => string
  /** Whether it has a receiver of its own, beside the people who are told through it. Default always. */
  hasReceiver?: (config: ConfigOf<F>) => boolean
  /** Sends one message. Gives what is worth noting of a success. Throws `OutsideError` or `ChannelFailure`. */
  send: (config: ConfigOf<F>, message: Message, sending: Sending) => Promise<string | void>
}

/** A kind of channel as the rest of the house sees it: any configuration, checked by `schema` before. */
export type ChannelKindSpec = Spec<Record<string, z.ZodType>> & { schema: z.ZodObject<Record<string, z.ZodType>> }

/** Declares a kind. */
export const defineChannelKind = <F extends Fields>(spec: Spec<F>): ChannelKindSpec =>
  ({ ...spec, schema: z.strictObject(spec.fields) }) as unknown as ChannelKindSpec

/** A field of a kind, with how a form shows it. */
export const field = <T extends z.ZodType>(schema: T, meta: ChannelField): T => schema.meta({ ...meta })

export const metaOf = (schema: z.ZodType): ChannelField => schema.meta() as unknown as ChannelField

export const isSecretField = (schema: z.ZodType): boolean => metaOf(schema).input === 'secret'

/** A delivery that a channel refused or could not take, in words for a person. */
export class ChannelFailure extends Error {
  override readonly name = 'ChannelFailure'
  /** It may have arrived all the same. */
  readonly inDoubt: boolean
  constructor(message: string, { inDoubt = false } = {}) {
    super(message)
    this.inDoubt = inDoubt
  }
}

export const httpAddress = z
  .string()
  .trim()
  .max(2000)
  .regex(/^https?:\/\/[^\s/?#]+\S*$/i, { error: 'Write an address that begins with http:// or https://.', abort: true })
  .refine((text) => URL.canParse(text), 'This is no address.')

export const oneLine = (most: number) =>
  z
    .string()
    .trim()
    .min(1, 'Fill this in.')
    .max(most)
    .regex(/^\P{Cc}*$/u, 'Write it on one line, without control characters.')

/** What stands in a header of HTTP as it is: no sign beyond ASCII gets through. */
export const headerText = (most: number) =>
  oneLine(most).regex(/^[\x20-\x7E]*$/, 'Use letters, digits and signs of ASCII only.')

/** The part of an address that says to which machine it leads; empty when there is none. */
export const originOf = (address: string | undefined): string =>
  address !== undefined && URL.canParse(address) ? new URL(address).origin : ''
