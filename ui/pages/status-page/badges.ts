import { html } from 'htm/preact'
import { useState } from 'preact/hooks'
import type { StatusPage } from '../../../contracts/status-page.ts'
import { byName } from '../../format/locale.ts'
import { t } from '../../messages.ts'
import { Field } from '../../parts/field.ts'
import { ShownOnce } from '../../parts/shown-once.ts'
import { services } from '../../state/board.ts'
import { addressOf, asHtml, asMarkdown, BADGES, type Badge } from './snippets.ts'

const text = t.statusPage.badges

/** Badges of the services that the page shows, as snippets to copy. */
export function Badges({ page }: { page: StatusPage }) {
  const names = (services.value ?? [])
    .filter(({ group }) => page.groups.includes(group ?? ''))
    .map(({ name }) => name)
    .toSorted(byName)
  const [chosen, setChosen] = useState<string>()
  const [badge, setBadge] = useState<Badge>('status')
  const name = chosen !== undefined && names.includes(chosen) ? chosen : names[0]
  const select = (
    label: string,
    options: readonly (readonly [string, string])[],
    value: string,
    on: (v: string) => void,
  ) =>
    html`<${Field}
      label=${label}
      control=${(ties: object) =>
        html`<select ...${ties} onChange=${(event: Event) => on((event.currentTarget as HTMLSelectElement).value)}>
          ${options.map(([id, title]) => html`<option key=${id} value=${id} selected=${id === value}>${title}</option>`)}
        </select>`}
    />`
  return html`<section class="panel badges" aria-labelledby="badges-title">
    <h2 id="badges-title">${text.title}</h2>
    <p class="muted">${text.text}</p>
    ${
      !page.enabled || name === undefined
        ? html`<p>${text.none}</p>`
        : html`<div class="fields-row">
              ${select(
                text.service,
                names.map((each) => [each, each] as const),
                name,
                setChosen,
              )}
              ${select(
                text.kind,
                BADGES.map((each) => [each, text[each]] as const),
                badge,
                (value) => setBadge(value as Badge),
              )}
            </div>
            <img src=${addressOf('', name, badge)} alt=${text.picture(name)} height="20" />
            <h3>${text.markdown}</h3>
            <${ShownOnce}
              label=${text.markdown}
              value=${asMarkdown(location.origin, name, badge)}
              copy=${text.copyMarkdown}
            />
            <h3>${text.html}</h3>
            <${ShownOnce} label=${text.html} value=${asHtml(location.origin, name, badge)} copy=${text.copyHtml} />`
    }
  </section>`
}
