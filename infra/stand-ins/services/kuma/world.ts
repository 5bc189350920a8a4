import { EventEmitter } from 'node:events'
import template from '../../fixtures/kuma-monitor.json' with { type: 'json' }

/** 0 down, 1 up, 2 pending, 3 maintenance. */
export type Status = 0 | 1 | 2 | 3

export interface Beat {
  id: number
  monitor_id: number
  status: Status
  msg: string
  /** `YYYY-MM-DD HH:mm:ss.SSS`, UTC. */
  time: string
  ping: number | null
  important: 0 | 1
}

/** As in `monitorList`, with every secret that it holds. */
export type WatchedMonitor = typeof template & Record<string, unknown> & { id: number; name: string; active: boolean }

type Input = { name: string } & Partial<Record<string, unknown>>
type Said = { status: Status; ping?: number | null; msg?: string; at?: Date; quietly?: boolean }

/** How it writes a time. */
export const written = (at: Date): string => at.toISOString().replace('T', ' ').replace('Z', '')

/** All that one Uptime Kuma knows, and what may be done in it. It survives its death. */
export class KumaWorld extends EventEmitter<{
  beat: [Beat]
  changed: [WatchedMonitor]
  removed: [number]
  password: []
}> {
  readonly monitors = new Map<number, WatchedMonitor>()
  readonly beats = new Map<number, Beat[]>()
  /** Status pages: the slug, and under headings what they show. */
  readonly pages = new Map<string, { name: string; ids: number[] }[]>()
  /** Times of the sign-ins with a password in the last minute, by anybody. */
  logins: number[] = []
  /** Sign-ins by token, and by password, since it was made. */
  readonly signIns = { token: 0, password: 0 }
  /** Whether anybody is let in without a sign-in. */
  open = false
  /** Whether a one-time code is asked for. */
  twoFactor = false
  /** Without a key of its own, its metrics take name and password. */
  keys = true
  /** What is said to a socket before this is over is lost. */
  greetingMs = 30
  /** Another one than the stand-in was started with, once it was changed. */
  newPassword: string | null = null
  #nextId = 0
  #nextBeat = 0

  add(input: Input): WatchedMonitor {
    const id = (this.#nextId += 1)
    const monitor = {
      ...template,
      path: [input.name],
      pathName: input.name,
      ...input,
      id,
      active: input['active'] !== false,
    }
    this.monitors.set(id, monitor)
    this.beats.set(id, [])
    this.emit('changed', monitor)
    return monitor
  }

  change(id: number, part: Partial<Record<string, unknown>>): void {
    const monitor = this.#monitor(id)
    Object.assign(monitor, part)
    this.emit('changed', monitor)
  }

  remove(id: number): void {
    this.monitors.delete(id)
    this.beats.delete(id)
    this.emit('removed', id)
  }

  /** A check of its own. `quietly`: nobody is told, as when it was made before anybody listened. */
  beat(id: number, { status, ping = status === 1 ? 12 : null, msg, at = new Date(), quietly = false }: Said): Beat {
    this.#monitor(id)
    const beats = this.beats.get(id)!
    const words = msg ?? (status === 1 ? '200 - OK' : status === 0 ? 'connect ECONNREFUSED 127.0.0.1:9' : '')
    const beat: Beat = {
      id: (this.#nextBeat += 1),
      monitor_id: id,
      status,
      msg: words,
      time: written(at),
      ping,
      important: beats.at(-1)?.status === status ? 0 : 1,
    }
    beats.push(beat)
    if (!quietly) this.emit('beat', beat)
    return beat
  }

  /** Everything that it signed is worth nothing from now on, and everybody is thrown out. */
  changePassword(password: string): void {
    this.newPassword = password
    this.emit('password')
  }

  /** As it tells of a monitor: paused with any group above it. */
  told(monitor: WatchedMonitor): WatchedMonitor {
    const parent = this.monitors.get(Number(monitor['parent']))
    const forceInactive = parent !== undefined && !this.told(parent).active
    return { ...monitor, active: monitor.active && !forceInactive, forceInactive }
  }

  #monitor(id: number): WatchedMonitor {
    const monitor = this.monitors.get(id)
    if (!monitor) throw new Error(`Uptime Kuma has no monitor ${id}.`)
    return monitor
  }

  /** Beats every so often as the last one was, until the timer that comes back is cleared. */
  keepBeating(everyMs: number): NodeJS.Timeout {
    return setInterval(() => {
      for (const { id, active, type } of this.monitors.values()) {
        const last = this.beats.get(id)?.at(-1)
        if (active && type !== 'group') this.beat(id, { status: last?.status ?? 1, ping: last?.ping ?? 12 })
      }
    }, everyMs)
  }
}
