/** `fail` is what keeps the house from working or its data from being safe; `warn` is worth a look. */
export type State = 'ok' | 'warn' | 'fail'

/** One line of the checklist. */
export interface Check {
  name: string
  state: State
  /** What was found and, unless all is well, what to do. */
  sentence: string
}

export const ok = (name: string, sentence: string): Check => ({ name, state: 'ok', sentence })
export const warn = (name: string, sentence: string): Check => ({ name, state: 'warn', sentence })
export const fail = (name: string, sentence: string): Check => ({ name, state: 'fail', sentence })

/** How long any one part may take to answer, in milliseconds. */
export const PATIENCE_MS = 4000

/** What `asking` gives, or an error when it takes longer than `PATIENCE_MS`. */
export async function patiently<T>(asking: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${PATIENCE_MS / 1000} s`)), PATIENCE_MS)
  })
  return Promise.race([asking, late]).finally(() => clearTimeout(timer))
}

/** An error in a few words, also one of those that carry several and say nothing themselves. */
export function reasonOf(error: unknown): string {
  const { message, code, errors } = error as { message?: string; code?: string; errors?: Error[] }
  return message || errors?.[0]?.message || code || String(error)
}

/** Host and port of an address; never its password. */
export function hostOf(address: string): string {
  const first = address.split(',')[0] ?? ''
  const url = first.includes('://') ? first : `nats://${first}`
  return URL.canParse(url) ? new URL(url).host : 'the address that was given'
}
