import { html } from 'htm/preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { api } from '../api.ts'
import { t } from '../messages.ts'
import { PageHead } from '../parts/page-head.ts'
import { Problem } from '../parts/problem.ts'
import { SettingsTabs } from '../parts/settings-tabs.ts'
import { Bars } from '../parts/skeleton.ts'
import { guideNotes, note, STEPS, type StepName } from '../state/guide.ts'
import { useAnswer } from '../state/use-answer.ts'
import { BoardStep } from './guide/board-step.ts'
import { PlexStep } from './guide/plex-step.ts'
import { SeerrStep } from './guide/seerr-step.ts'
import { Step } from './guide/step.ts'
import { nextOf, stepsOf, type House } from './guide/steps.ts'
import { WebhooksStep } from './guide/webhooks-step.ts'

const text = t.guide

const CHANGED_BY = [
  'settings.service-configured',
  'settings.service-disconnected',
  'webhooks.received',
  'webhooks.rotated',
  'requests.webhook-tested',
] as const

async function fetchHouse(): Promise<House> {
  const [services, webhooks] = await Promise.all([api.listServices(), api.listWebhooks()])
  return { services: services.items, webhooks: webhooks.items }
}

/** From the first sign-in to the board, each step with how it stands now. */
export function Guide() {
  const { answer: house, error, reload } = useAnswer(fetchHouse, CHANGED_BY)
  return html`<${PageHead} title=${t.titles.guide} lead=${html`<p>${text.lead}</p>`} />
    <${SettingsTabs} />
    ${error !== undefined && html`<${Problem} error=${error} onRetry=${reload} />`}
    ${!house && error === undefined && html`<${Bars} rows=${5} />`}
    ${house && html`<${Steps} house=${house} reload=${reload} />`}`
}

function Steps({ house, reload }: { house: House; reload: () => void }) {
  const notes = guideNotes.value
  const states = stepsOf(house, notes)
  const next = nextOf(states)
  /** What a person opened by hand stays open; else the next step is. */
  const [opened, setOpened] = useState<StepName>()
  const current = opened ?? next
  useLeadOn(current)
  // what arrives wants to be seen: this step does not close by itself
  useEffect(() => {
    if (!opened && next === 'webhooks') setOpened(next)
  }, [opened, next])
  const leaveForLater = (step: StepName): void => {
    setOpened(undefined)
    note({ later: [...notes.later, step] })
  }
  const begin = (step: StepName): void => {
    setOpened(step)
    note({ later: notes.later.filter((held) => held !== step) })
  }
  const go = (): void => {
    setOpened(undefined)
    reload()
  }
  const bodies: Record<StepName, unknown> = {
    password: null,
    plex: html`<${PlexStep} services=${house.services} onDone=${go} />`,
    seerr: html`<${SeerrStep} services=${house.services} onDone=${go} />`,
    webhooks: html`<${WebhooksStep} house=${house} onDone=${reload} />`,
    board: html`<${BoardStep} />`,
  }
  const done = STEPS.filter((step) => states[step] === 'done').length
  return html`<p class="guide-progress" role="status">
      ${done === STEPS.length ? text.allDone : text.progress(done, STEPS.length)}
    </p>
    <ol class="guide">
      ${STEPS.map(
        (step, at) =>
          html`<${Step}
            key=${step}
            number=${at + 1}
            step=${step}
            state=${states[step]}
            open=${current === step}
            house=${house}
            onLater=${() => leaveForLater(step)}
            onBegin=${() => begin(step)}
            onLeave=${() => setOpened(undefined)}
            >${bodies[step]}<//
          >`,
      )}
    </ol>`
}

/** The button that was pressed goes when the next step opens: whoever pressed it goes on there. */
function useLeadOn(current: StepName | undefined): void {
  const before = useRef(current)
  useEffect(() => {
    if (before.current === current) return
    before.current = current
    if (document.activeElement !== document.body) return
    document.getElementById(`step-${current ?? 'board'}`)?.focus()
  }, [current])
}
