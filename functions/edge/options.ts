import type { Logger } from 'pino'
import type { BusClient, Sealer } from '../../bus/gateway.ts'

/** Null when ready, else why not, in words. */
export type ReadyCheck = () => Promise<string | null>

/** One line per event: a name of the closed list and the address that it came from. */
export interface SecurityLog {
  note(
    event: 'sign-in-failed' | 'two-factor-failed' | 'key-refused' | 'remember-reused',
    from: { address: string | undefined },
  ): void
}

export interface EdgeOptions {
  client: BusClient
  sealer: Sealer
  log: Logger
  host: string
  /** 0 picks a free one. */
  port: number
  /** As people reach us; decides origins, hook addresses and the Secure cookie. Default: what the request says. */
  publicUrl: string | undefined
  /** Addresses or CIDR ranges of proxies whose X-Forwarded-* headers are believed. */
  trustedProxies: readonly string[]
  /** Folder of the built page; null serves the API alone. */
  pageFolder: string | null
  /** Where what an attacker may have done is written down for Fail2Ban. */
  security: SecurityLog
  /** Bearer token of the operator commands on this machine. */
  operatorToken: string
  version: string
  /** Further parts that must be ready, by name. */
  checks: Readonly<Record<string, ReadyCheck>>
}
