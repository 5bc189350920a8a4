/** What asked the process to end. */
export type Ending = 'signal' | 'orphaned'

/** npm, a launcher and the terminal may each pass on one and the same signal: within this time it is one. */
const SAME_MS = 1000

declare global {
  namespace NodeJS {
    interface Process {
      on(event: 'medianest:orphaned', listener: () => void): this
    }
  }
}

/**
 * Resolves when the process is asked to end: by SIGTERM, SIGINT or SIGHUP, or because who started it was killed.
 * A second signal after that ends it at once, with code 130.
 */
export function untilAskedToEnd(): Promise<Ending> {
  return new Promise((resolve) => {
    let first: number | undefined
    const asked = (ending: Ending) => {
      if (first === undefined) {
        first = performance.now()
        resolve(ending)
      } else if (ending === 'signal' && performance.now() - first > SAME_MS) {
        process.exit(130)
      }
    }
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => asked('signal'))
    process.on('medianest:orphaned', () => asked('orphaned'))
  })
}
