import { runCommand } from './command.ts'

/** Before this, a plain crash of the server could lose whole streams (DESIGN, section 5). */
export const NATS_FLOOR = '2.10.23'

/** The version of a nats-server binary. Throws a sentence when it does not run, is another program, or is too old. */
export async function checkedVersion(binary: string): Promise<string> {
  const { code, output } = await runCommand(binary, ['--version'], { timeoutMs: 3000 })
  const version = /nats-server:? v?(\d+\.\d+\.\d+)/.exec(output)?.[1]
  if (code !== 0 || version === undefined) {
    throw new Error(`${binary} does not run as a nats-server (${output.trim().slice(0, 200) || `code ${code}`})`)
  }
  if (compareVersions(version, NATS_FLOOR) < 0) throw new Error(`${binary} is ${version}, older than ${NATS_FLOOR}`)
  return version
}

/** Below 0 when `a` is older than `b`. Only the numbers before the first other sign count. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => (/^[\d.]+/.exec(version)?.[0] ?? '').split('.').map(Number))
  for (let place = 0; place < 3; place += 1) {
    const difference = (left?.[place] ?? 0) - (right?.[place] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
