import { html } from 'htm/preact'
import type { Uptime } from '../../../contracts/history.ts'
import { t } from '../../messages.ts'

const text = t.service.uptime

/** The share of good checks over four spans. */
export const Uptimes = ({ uptime }: { uptime: Uptime }) =>
  html`<section class="panel" aria-labelledby="uptime-title">
    <h2 id="uptime-title">${text.title}</h2>
    <dl class="uptimes">
      ${(['day', 'week', 'month', 'year'] as const).map((span) => {
        const value = uptime[span]
        return html`<div key=${span}>
          <dt>${text[span]}</dt>
          <dd class=${value === null ? 'muted small' : ''}>${value === null ? text.none : text.value(value)}</dd>
        </div>`
      })}
    </dl>
  </section>`
