import { type Stage, STAGES, type Step, type TimelineStep } from '../../../contracts/media-requests.ts'
import { plainly } from '../story/plainly.ts'
import type { Viewer } from '../story/record.ts'
import type { StepRow } from '../tables.ts'

/**
 * The steps of one request as the person who looks may see them, in the order in which they happened. Who decided
 * on it is told to whoever may see it, who watched it to admins and to that person; the lag of a stage is what passed since the stage before it. `rule` is the name of the rule
 * that approved it, where one did: Seerr knows of an admin only.
 */
export function toTimeline(steps: readonly StepRow[], viewer: Viewer, rule: string | null = null): TimelineStep[] {
  let before: Date | null = null
  const reached = new Set<Stage>()
  return inOrder(steps).map((row) => {
    const first = isStage(row.step) && !reached.has(row.step)
    const lagMs = first && before ? Math.max(0, row.at.getTime() - before.getTime()) : null
    if (first) {
      reached.add(row.step as Stage)
      before = row.at
    }
    const byRule = first && rule !== null && row.step === 'approved'
    const known =
      row.step !== 'watched' || viewer.role === 'admin' || (viewer.userId !== null && row.by_user === viewer.userId)
    return {
      step: row.step,
      at: row.at.toISOString(),
      by: known && !byRule ? row.by_name : null,
      source: row.source,
      detail: {
        ...row.detail,
        ...(byRule ? { rule } : {}),
        ...(row.detail.reason ? { reason: plainly(row.detail.reason, viewer) } : {}),
      },
      lagMs,
    }
  })
}

const isStage = (step: Step): step is Stage => (STAGES as readonly Step[]).includes(step)

/** What has the same time is in the order of the stages, then in that in which it was heard. */
const inOrder = (steps: readonly StepRow[]): StepRow[] =>
  steps.toSorted(
    (a, b) =>
      a.at.getTime() - b.at.getTime() || place(a.step) - place(b.step) || a.noted_at.getTime() - b.noted_at.getTime(),
  )

const place = (step: Step): number => {
  const at = (STAGES as readonly Step[]).indexOf(step)
  return at < 0 ? STAGES.length : at
}
