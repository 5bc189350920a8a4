import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs'
import { appendFile, chmod, rename, stat } from 'node:fs/promises'
import { isIP } from 'node:net'
import path from 'node:path'

/** What Fail2Ban may act on; see infra/fail2ban/filter.d. */
export type SecurityEvent = 'sign-in-failed' | 'sign-in-burst' | 'key-refused' | 'remember-reused' | 'two-factor-failed'

/** What a line may hold. Nothing that a visitor typed, so that nobody can write a line or have another one banned. */
export interface SecurityFacts {
  /** The visitor's; what is no IP address becomes `unknown`. */
  address: string | null | undefined
  /** A word of ours: `password`, `expired`. */
  reason?: string | undefined
  failures?: number | undefined
  /** Id of the account that it was about. */
  account?: string | undefined
}

export interface SecurityLog {
  note(event: SecurityEvent, facts: SecurityFacts): void
  /** Resolves when everything is written. */
  close(): Promise<void>
}

interface Options {
  /** Size at which the file becomes `security.log.1`. Default 10,000,000. */
  maxBytes?: number
  /** Hears why lines could not be written; they are lost then. */
  complain?: (error: Error) => void
}

const MODE = 0o640

/** The file `security.log` in the data folder, which is there from now on. Throws when it cannot be made. */
export function openSecurityLog(dataDir: string, options: Options = {}): SecurityLog {
  const { maxBytes = 10_000_000, complain = () => {} } = options
  const file = path.join(dataDir, 'security.log')
  mkdirSync(dataDir, { recursive: true })
  closeSync(openSync(file, 'a', MODE))
  chmodSync(file, MODE)
  let waiting = ''
  let writing: Promise<void> | null = null

  const write = async (): Promise<void> => {
    while (waiting !== '') {
      const lines = waiting
      waiting = ''
      try {
        await rotate(file, Buffer.byteLength(lines), maxBytes)
        await appendFile(file, lines, { mode: MODE })
      } catch (error) {
        complain(error as Error)
      }
    }
  }
  return {
    note(event, facts) {
      waiting += securityLine(new Date(), event, facts)
      writing ??= write().finally(() => (writing = null))
    },
    async close() {
      await writing
    },
  }
}

async function rotate(file: string, adds: number, maxBytes: number): Promise<void> {
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  )
  if (size === 0 || size + adds <= maxBytes) return
  await rename(file, `${file}.1`)
  await appendFile(file, '', { mode: MODE })
  // whatever the umask takes away from the mode
  await chmod(file, MODE)
}

const WORD = /^[\w-]{1,64}$/

/** One line of the log. What is not of the form that it should have is left out. */
export function securityLine(at: Date, event: SecurityEvent, facts: SecurityFacts): string {
  const fields: [string, string | number | undefined][] = [
    ['address', shownAddress(facts.address)],
    ['reason', facts.reason],
    ['failures', facts.failures],
    ['account', facts.account],
  ]
  const shown = fields.flatMap(([name, value]) =>
    name === 'address' || (value !== undefined && WORD.test(String(value))) ? [`${name}=${value}`] : [],
  )
  return `${at.toISOString()} medianest ${event} ${shown.join(' ')}\n`
}

/** As Fail2Ban reads it: without a zone, and IPv4 as such where it came over IPv6. */
function shownAddress(address: string | null | undefined): string {
  const plain = (address ?? '').replace(/%.*$/s, '').replace(/^::ffff:(?=\d+\.)/i, '')
  return isIP(plain) === 0 ? 'unknown' : plain
}
