import { html } from 'htm/preact'
import { RequestFailed } from '../../failure.ts'
import { t } from '../../messages.ts'
import { Icon } from '../../parts/icon.ts'
import { Problem } from '../../parts/problem.ts'

const isOurs = (code: string): code is keyof typeof t.title.refused => Object.hasOwn(t.title.refused, code)

/** Why something was not taken: what the person who asked can do about it differs from one refusal to the next. */
export function Refusal({ error }: { error: unknown }) {
  if (!(error instanceof RequestFailed) || !isOurs(error.code)) return html`<${Problem} error=${error} />`
  const { what, next } = t.title.refused[error.code]
  return html`<div class="problem" role="alert">
    <${Icon} name="warning" />
    <div>
      <p class="problem-what">${error.message || what}</p>
      ${
        error.requestId
          ? html`<p><a href="/requests/${error.requestId}">${t.title.ask.follow}</a></p>`
          : html`<p>${next}</p>`
      }
    </div>
  </div>`
}
