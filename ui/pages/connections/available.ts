import { html } from 'htm/preact'
import type { ServiceConnection } from '../../../contracts/services.ts'
import { t } from '../../messages.ts'

const text = t.connections

/** Services that are not connected yet. */
export function Available({ services }: { services: readonly ServiceConnection[] }) {
  return html`<section class="section" aria-labelledby="available-title">
    <h2 id="available-title">${text.available}</h2>
    ${
      services.length === 0
        ? html`<p class="muted">${text.allConnected}</p>`
        : html`<ul class="available">
            ${services.map(
              ({ name, title }) =>
                html`<li key=${name}>
                  <span>${title}</span>
                  <a class="button" href="/connections/${name}" aria-label=${text.connectNamed(title)}
                    >${text.connect}</a
                  >
                </li>`,
            )}
          </ul>`
    }
  </section>`
}
