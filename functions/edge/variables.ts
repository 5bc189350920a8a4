import type { HttpBindings } from '@hono/node-server'
import type { Logger } from 'pino'
import type { Visitor } from './visitor.ts'

/** What middleware puts on every request. */
export interface Edge {
  Bindings: HttpBindings
  Variables: {
    correlationId: string
    version: string
    log: Logger
    visitor: Visitor | null
    /** Network address of whoever asks, as far as trusted proxies can tell; undefined when not even that is known. */
    address: string | undefined
    /** Scheme and host as the person sees them, without a slash at the end. */
    baseUrl: string
  }
}
