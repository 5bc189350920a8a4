import { html } from 'htm/preact'
import type { ConfigChange, SettingDescription, ShownSettings } from '../../contracts/settings.ts'
import { t } from '../messages.ts'
import { PageHead } from '../parts/page-head.ts'
import { Problem } from '../parts/problem.ts'
import { SettingsTabs } from '../parts/settings-tabs.ts'
import { Bars } from '../parts/skeleton.ts'
import { Time } from '../parts/time.ts'
import { place } from '../router.ts'
import { History } from './settings/history.ts'
import { Section } from './settings/section.ts'
import { lastChangeIn, useDescribed } from './settings/use-described.ts'

const text = t.settings

/** How the house is run, drawn from the settings' own descriptions; or what was changed, under /settings/history. */
export function Settings() {
  if (place.value.path.startsWith('/settings/history')) {
    return html`<${PageHead} key="history" title=${text.history.title} lead=${html`<p>${text.history.lead}</p>`} />
      <${SettingsTabs} /><${History} />`
  }
  return html`<${PageHead} key="settings" title=${t.titles.settings} lead=${html`<p>${text.lead}</p>`} />
    <${SettingsTabs} /><${Sections} />`
}

function Sections() {
  const { answer: described, error, reload, put } = useDescribed()
  if (error !== undefined) return html`<${Problem} error=${error} onRetry=${reload} />`
  if (!described) return html`<${Bars} kind="card" rows=${3} />`
  const sections = [...Map.groupBy(described.settings, ({ section }: SettingDescription) => section)]
  const onSaved = (values: ShownSettings): void => put((held) => held && { ...held, values })
  return html`<div class="sections">
    ${sections.map(
      ([name, settings]) =>
        html`<${Section}
          key=${name}
          name=${name}
          settings=${settings}
          stored=${described.values[name] ?? {}}
          onSaved=${onSaved}
          ><${LastChange} change=${lastChangeIn(name, described.changes)}
        /><//>`,
    )}
    <${AsCode} />
  </div>`
}

function LastChange({ change }: { change: ConfigChange | undefined }) {
  if (!change) return null
  return html`<p class="muted small last-change">
    ${text.lastChange} <${Time} at=${change.at} />${change.actorName && ` ${text.by(change.actorName)}`}.${' '}
    <a href="/settings/history">${text.history.title}</a>
  </p>`
}

function AsCode() {
  const { title, text: lead, ...commands } = text.asCode
  return html`<section class="panel" aria-labelledby="as-code">
    <h2 id="as-code">${title}</h2>
    <p>${lead}</p>
    <dl class="commands">
      ${Object.entries(commands).map(
        ([name, does]) =>
          html`<div key=${name}>
            <dt><code class="mono">npx medianest settings ${name}</code></dt>
            <dd class="muted">${does}</dd>
          </div>`,
      )}
    </dl>
  </section>`
}
