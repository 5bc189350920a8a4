import type { RequestWithTimeline, Stage, TimelineStep } from '../../../contracts/media-requests.ts'
import { isOver, STAGES } from '../../parts/stage-line.ts'

export interface StageSeen {
  stage: Stage
  /**
   * `done` was told; `passed` nobody told of, though a later one was; `now` is what it waits for, or is in; `ahead` comes later;
   * `never` does not come any more.
   */
  state: 'done' | 'passed' | 'now' | 'ahead' | 'never'
  /** When it was first told. */
  step: TimelineStep | undefined
  /** What the stage before it that was told said. */
  known: TimelineStep['detail'] | undefined
  /** Everything that was told from then until the next stage, itself first. */
  events: TimelineStep[]
}

const isStage = (step: string): step is Stage => (STAGES as readonly string[]).includes(step)

/** The eight stages with what is known of each. What is no stage belongs to the one that the request was in then. */
export function stagesOf(request: Pick<RequestWithTimeline, 'timeline' | 'status'>): StageSeen[] {
  const { timeline, status } = request
  const inOrder = timeline.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
  const firsts = new Map<Stage, TimelineStep>()
  for (const step of inOrder) if (isStage(step.step) && !firsts.has(step.step)) firsts.set(step.step, step)
  const events = new Map<Stage, TimelineStep[]>(STAGES.map((stage) => [stage, []]))
  let current: Stage = 'asked'
  for (const step of inOrder) {
    // another grab or import of a series stands with the first of its kind
    if (isStage(step.step)) {
      if (STAGES.indexOf(step.step) > STAGES.indexOf(current)) current = step.step
      events.get(step.step)?.push(step)
    } else events.get(current)?.push(step)
  }
  const furthest = Math.max(0, ...[...firsts.keys()].map((stage) => STAGES.indexOf(stage)))
  const over = isOver({ status })
  // that it is being downloaded was told when that began
  const isLoading = STAGES[furthest] === 'downloading' && (status === 'processing' || status === 'partial')
  const now = isLoading ? furthest : furthest + 1
  return STAGES.map((stage, at) => {
    const step = firsts.get(stage)
    const before = STAGES.slice(0, at).findLast((one) => firsts.has(one))
    const known = before && firsts.get(before)?.detail
    const later = over ? 'never' : at === now ? 'now' : 'ahead'
    return {
      stage,
      state: step && at !== now ? 'done' : at < furthest ? 'passed' : later,
      step,
      known,
      events: events.get(stage) ?? [],
    }
  })
}
