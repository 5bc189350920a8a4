/** Why what holds raises nothing for now. */
export type Excuse = 'parent' | 'maintenance'

/** What the evaluator needs of a rule. */
export interface Watch {
  /** How long it must hold before it fires; 0 at once. */
  forMs: number
  /** Which of two values is the worse one. Default the higher. */
  worst?: 'high' | 'low'
}

/** One look at a subject. */
export interface Observation {
  at: Date
  holds: boolean
  value?: number | null
  /** Set while its failure is put down to another service, or it is in a maintenance window. */
  excuse?: Excuse | null
}

/** How a rule stands towards a subject. */
export interface Standing {
  /** Since when it holds without an excuse; null while it does not, or is excused and has not fired. */
  since: Date | null
  /** Since when it counts as fired. */
  firedAt: Date | null
  excuse: Excuse | null
  /** The worst seen since it holds. */
  value: number | null
}

export const IDLE: Standing = { since: null, firedAt: null, excuse: null, value: null }

/** `fired` at the moment at which it had held for long enough; `cleared` when it ceased to hold. */
export interface Happening {
  what: 'fired' | 'cleared'
  at: Date
}

export interface Stepped {
  standing: Standing
  happened: Happening[]
}

/** When it fires if nothing comes between; null when nothing is counting. */
export const dueAt = (watch: Watch, standing: Standing): Date | null =>
  standing.since === null || standing.firedAt !== null ? null : new Date(standing.since.getTime() + watch.forMs)

/** What became due by `now`, at the moment at which it did, however much later it is looked at. */
export function timePasses(watch: Watch, standing: Standing, now: Date): Stepped {
  const due = dueAt(watch, standing)
  if (due === null || due > now) return { standing, happened: [] }
  return { standing: { ...standing, firedAt: due }, happened: [{ what: 'fired', at: due }] }
}

/**
 * The next observation, no older than the one before. An excuse keeps a rule from firing and starts its count anew when
 * it ends; what fired before stays fired until it ceases to hold.
 */
export function step(watch: Watch, standing: Standing, seen: Observation): Stepped {
  const { standing: before, happened } = timePasses(watch, standing, seen.at)
  if (!seen.holds)
    return { standing: IDLE, happened: before.firedAt ? [...happened, { what: 'cleared', at: seen.at }] : happened }
  const excuse = seen.excuse ?? null
  const value = worse(watch, before.value, seen.value ?? null)
  if (before.firedAt) return { standing: { ...before, excuse, value }, happened }
  if (excuse) return { standing: { since: null, firedAt: null, excuse, value }, happened }
  const begun = timePasses(watch, { since: before.since ?? seen.at, firedAt: null, excuse: null, value }, seen.at)
  return { standing: begun.standing, happened: [...happened, ...begun.happened] }
}

function worse({ worst = 'high' }: Watch, a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b
  return worst === 'high' ? Math.max(a, b) : Math.min(a, b)
}

/** One time from firing to clearing. */
export interface Firing {
  raisedAt: Date
  /** Null when it still held at the end. */
  resolvedAt: Date | null
  value: number | null
}

/** Folds what was recorded with the very steps that run live. `seen` is in the order of time. */
export function fold(watch: Watch, seen: readonly Observation[], until: Date): Firing[] {
  const firings: Firing[] = []
  let standing = IDLE
  const take = (stepped: Stepped): void => {
    for (const { what, at } of stepped.happened) {
      if (what === 'fired') firings.push({ raisedAt: at, resolvedAt: null, value: null })
      else firings.at(-1)!.resolvedAt = at
    }
    const last = firings.at(-1)
    if (last && last.resolvedAt === null) last.value = stepped.standing.value
    standing = stepped.standing
  }
  for (const one of seen) take(step(watch, standing, one))
  take(timePasses(watch, standing, until))
  return firings
}

/**
 * What would have fired but for its excuse: firings of the same observations without any, less those that overlap a
 * real one, each with the excuse in force when it would have fired.
 */
export function excused(
  watch: Watch,
  seen: readonly Observation[],
  until: Date,
  real: readonly Firing[],
): (Firing & { excuse: Excuse })[] {
  const bare = fold(
    watch,
    seen.map((one) => ({ ...one, excuse: null })),
    until,
  )
  return bare.flatMap((firing) => {
    const end = firing.resolvedAt ?? until
    if (real.some((other) => other.raisedAt <= end && (other.resolvedAt ?? until) >= firing.raisedAt)) return []
    const excuse = seen.findLast((one) => one.at <= firing.raisedAt)?.excuse ?? null
    return [{ ...firing, excuse: excuse ?? seen.find((one) => one.excuse)?.excuse ?? 'parent' }]
  })
}
