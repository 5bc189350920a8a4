import { html } from 'htm/preact'
import { useMemo } from 'preact/hooks'
import { explain } from '../explain.ts'
import { RequestFailed } from '../failure.ts'
import { t } from '../messages.ts'
import { useSecondsUntil } from '../state/use-seconds-until.ts'
import { Icon } from './icon.ts'

interface Props {
  error: unknown
  onRetry?: () => void
}

/** What happened, what it means and what can be done, with the beginning of the id, which is enough to find it. */
export function Problem({ error, onRetry }: Props) {
  const retryAt = error instanceof RequestFailed ? error.retryAt : undefined
  useSecondsUntil(retryAt)
  const { what, next, id } = explain(error)
  const atFirst = useMemo(() => next, [error])
  return html`<div class="problem" role="alert">
    <${Icon} name="warning" />
    <div>
      <p class="problem-what">${what}</p>
      ${
        // counted down for the eye only: read aloud, each second would be one more alarm
        retryAt !== undefined
          ? html`<p aria-hidden="true" class="counting">${next}</p>
              <p class="unseen">${atFirst}</p>`
          : html`<p>${next}</p>`
      }
      ${id && html`<p class="small"><span class="mono">${t.frame.id(id.slice(0, 8))}</span></p>`}
      ${onRetry && html`<button type="button" class="button" onClick=${onRetry}>${t.frame.tryAgain}</button>`}
    </div>
  </div>`
}
