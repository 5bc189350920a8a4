import type { Notice } from './notices.ts'

/** What a test may do to the notifications on their way; by default each goes out once, in order. */
export interface Outbox {
  /** Every notification that was to go out, the oldest first, lost ones too. */
  readonly notices: readonly Notice[]
  /** Each is posted `times` times. Default 1. */
  repeat(times: number): void
  /** Each post is lost with this chance, 0 to 1. */
  lose(chance: number): void
  /** Keeps them back until `release`, which posts them in any order; `false` posts as they come again. */
  shuffle(on?: boolean): void
  release(): void
  /** Resolves once everything that may go out was posted and answered. */
  settled(): Promise<void>
}

/** `post` is tried once each: what it throws is the receiver's loss. */
export function createOutbox(
  post: (notice: Notice) => Promise<unknown>,
  random: () => number = Math.random,
): Outbox & { add(notice: Notice): void } {
  const notices: Notice[] = []
  let times = 1
  let chance = 0
  let kept: Notice[] | undefined
  let line: Promise<unknown> = Promise.resolve()

  const send = (notice: Notice) => {
    if (chance > 0 && random() < chance) return
    line = line.then(() => post(notice).catch(() => undefined))
  }
  const release = () => {
    const waiting = kept ?? []
    kept &&= []
    while (waiting.length > 0) send(...(waiting.splice(Math.floor(random() * waiting.length), 1) as [Notice]))
  }
  return {
    notices,
    add(notice) {
      notices.push(notice)
      const copies = Array.from({ length: times }, () => notice)
      if (kept) kept.push(...copies)
      else for (const copy of copies) send(copy)
    },
    repeat: (count) => void (times = count),
    lose: (share) => void (chance = share),
    shuffle(on = true) {
      if (on) kept ??= []
      else {
        release()
        kept = undefined
      }
    },
    release,
    async settled() {
      let seen
      do await (seen = line)
      while (seen !== line)
    },
  }
}
