import { html } from 'htm/preact'
import { useState } from 'preact/hooks'
import type { RouteAnswer } from '../../../contracts/http.ts'
import { api } from '../../api.ts'
import { t } from '../../messages.ts'
import { Icon } from '../../parts/icon.ts'
import { Problem } from '../../parts/problem.ts'

const text = t.connections.find
export type Found = RouteAnswer<'findServices'>['items'][number]

type Search =
  | { step: 'none' }
  | { step: 'busy' }
  | { step: 'done'; found: readonly Found[] }
  | { step: 'failed'; error: unknown }

interface Props {
  /** Those that were connected since are not offered any more. */
  connected: ReadonlySet<string>
  onUse: (found: Found) => void
}

/** Looks on the well-known ports of the portal's own machine, and offers what is there. */
export function Finder({ connected, onUse }: Props) {
  const [search, setSearch] = useState<Search>({ step: 'none' })
  const look = async (): Promise<void> => {
    if (search.step === 'busy') return
    setSearch({ step: 'busy' })
    try {
      setSearch({ step: 'done', found: (await api.findServices()).items })
    } catch (error) {
      setSearch({ step: 'failed', error })
    }
  }
  const found = search.step === 'done' ? search.found.filter(({ name }) => !connected.has(name)) : []
  return html`<div class="finder">
    <button type="button" class="button" aria-disabled=${search.step === 'busy'} onClick=${() => void look()}>
      <${Icon} name="search" />${search.step === 'busy' ? `${text.busy}…` : text.action}
    </button>
    <div role="status">
      ${
        search.step === 'done' &&
        html`<p>${found.length > 0 ? text.found(found.length) : text.nothing}</p>
          <ul class="found">
            ${found.map((one) => html`<li key=${one.name + one.url}><${Offer} found=${one} onUse=${() => onUse(one)} /></li>`)}
          </ul>`
      }
    </div>
    ${search.step === 'failed' && html`<${Problem} error=${search.error} />`}
  </div>`
}

function Offer({ found, onUse }: { found: Found; onUse: () => void }) {
  const { title, url, version } = found
  return html`<p><b>${title}</b> ${version && html`<span class="muted">${version}</span>`}</p>
    <p class="mono small break">${url}</p>
    <button type="button" class="button" aria-label=${text.useNamed(title)} onClick=${onUse}>${text.use}</button>`
}
