import { existsSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { notRunning, type Place } from '../cli/find-portal.ts'
import type { PortalApi } from '../cli/portal-api.ts'
import { readPortalFile } from '../embedded/data-folder.ts'
import { lockFolder } from '../embedded/folder-lock.ts'
import { commandOf } from '../embedded/leftover.ts'
import { type Check, fail, ok, reasonOf, warn } from './check.ts'

/** Whether a portal holds the folder: by its lock, for the number in portal.json may be somebody else's by now. */
export async function holder(folder: string): Promise<Check> {
  const name = 'portal'
  const file = await readPortalFile(folder)
  if (!isLocked(folder)) {
    return file
      ? fail(name, `${notRunning(folder)} The one before (process ${file.pid}) was killed; the next start recovers.`)
      : fail(name, notRunning(folder))
  }
  if (!file) return warn(name, 'A portal holds the folder and is not ready: it is starting or stopping.')
  const gone = commandOf(file.pid) === undefined
  const where = gone ? 'in another container' : `as process ${file.pid}`
  return ok(name, `It runs ${where}, at ${file.url || 'no address (ROLES without edge)'}, since ${file.startedAt}.`)
}

/** Taken for a moment and given back: there is no other way to ask. */
function isLocked(folder: string): boolean {
  if (!existsSync(path.join(folder, 'lock'))) return false
  const lock = lockFolder(folder)
  lock?.release()
  return lock === undefined
}

const Ready = z.object({
  data: z.object({
    status: z.string(),
    checks: z.array(z.object({ name: z.string(), ready: z.boolean(), reason: z.string().nullable() })),
  }),
})

/** What the portal says of itself. */
export async function readiness(api: PortalApi): Promise<Check> {
  const name = 'readiness'
  try {
    const response = await api.fetch('/api/health/ready')
    const answer = Ready.safeParse(await response.json().catch(() => undefined))
    if (!answer.success) return fail(name, `What answers at ${api.place.url} is no MediaNest portal.`)
    const { checks } = answer.data.data
    const missing = checks.filter((check) => !check.ready)
    if (missing.length === 0) return ok(name, `Ready: ${checks.map((check) => check.name).join(', ')}.`)
    return fail(
      name,
      `Not ready: ${missing.map((check) => `${check.name} (${check.reason ?? 'unknown'})`).join(', ')}.`,
    )
  } catch (error) {
    return fail(name, reasonOf(error))
  }
}

/** Work that was given up on and waits for somebody to look. */
export async function deadLetters(api: PortalApi): Promise<Check> {
  const name = 'dead letters'
  try {
    const { items, nextCursor } = await api.ask('listDeadLetters', { state: 'open', limit: 200 })
    if (items.length === 0) return ok(name, 'None is open.')
    const count = nextCursor === null ? String(items.length) : `More than ${items.length}`
    const functions = [...new Set(items.map((item) => item.function))].join(', ')
    return warn(name, `${count} open (${functions}): medianest dead-letters --open shows them.`)
  } catch (error) {
    return fail(name, reasonOf(error))
  }
}

/** For a portal that is named by address. */
export const named = (place: Place): Check => ok('portal', `The one at ${place.url}, as named.`)
