import { html } from 'htm/preact'
import { useState } from 'preact/hooks'
import type { RouteAnswer } from '../../contracts/http.ts'
import { api } from '../api.ts'
import { fileSize } from '../format/number.ts'
import { t } from '../messages.ts'
import { Empty } from '../parts/empty.ts'
import { Icon } from '../parts/icon.ts'
import { PageHead } from '../parts/page-head.ts'
import { Problem } from '../parts/problem.ts'
import { SettingsTabs } from '../parts/settings-tabs.ts'
import { Bars } from '../parts/skeleton.ts'
import { Time } from '../parts/time.ts'
import { now } from '../state/clock.ts'
import { say } from '../state/notices.ts'
import { carryOut } from '../state/outcomes.ts'
import { useAnswer } from '../state/use-answer.ts'
import { BackupList } from './backups/list.ts'
import { warningsOf, type Warning } from './backups/warnings.ts'

const text = t.backups
type Listed = RouteAnswer<'listBackups'>

/** The portal's own backups: how old the last one is, what is wrong with them, and one more at once. */
export function Backups() {
  const { answer: listed, error, reload } = useAnswer(() => api.listBackups(), ['backup.made', 'backup.failed'])
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<unknown>()
  const make = async (): Promise<void> => {
    if (busy) return
    setBusy(true)
    setFailure(undefined)
    try {
      const made = await carryOut(api.makeBackup())
      say('ok', text.done(fileSize(made.sizeBytes)))
      reload()
    } catch (problem) {
      setFailure(problem)
    } finally {
      setBusy(false)
    }
  }
  return html`<${PageHead} title=${t.titles.backups} lead=${html`<p>${text.lead}</p>`}>
      <button type="button" class="button button-primary" aria-disabled=${busy} onClick=${() => void make()}>
        <${Icon} name="archive" />${busy ? `${text.busy}…` : text.now}
      </button>
    <//>
    <${SettingsTabs} />
    ${error !== undefined && html`<${Problem} error=${error} onRetry=${reload} />`}
    ${failure !== undefined && html`<${Problem} error=${failure} />`}
    ${!listed && error === undefined && html`<${Bars} rows=${4} />`} ${listed && html`<${Known} listed=${listed} />`}`
}

function Known({ listed }: { listed: Listed }) {
  const { items, folder, daily, keep, lastFailure } = listed
  const [newest] = items
  return html`<div class="section">
    ${warningsOf(listed, now.value).map((warning) => html`<${Worry} key=${warning} warning=${warning} />`)}
    ${
      lastFailure &&
      html`<div class="worry worry-bad" role="status">
        <${Icon} name="warning" />
        <div>
          <p><b>${text.failed}</b> <${Time} at=${lastFailure.at} /></p>
          <p>${lastFailure.message}</p>
        </div>
      </div>`
    }
    <dl class="pairs panel">
      <dt>${text.last}</dt>
      <dd>
        ${newest ? html`<${Time} at=${newest.madeAt}>${text.age(now.value - Date.parse(newest.madeAt))}<//>` : text.none}
      </dd>
      ${
        newest &&
        html`<dt>${text.size}</dt>
          <dd>${fileSize(newest.sizeBytes)}</dd>`
      }
      <dt>${text.rhythm}</dt>
      <dd>${daily ? text.daily(keep) : text.notDaily}</dd>
      <dt>${text.folder}</dt>
      <dd class="mono break">${folder}</dd>
    </dl>
    ${
      items.length === 0
        ? html`<${Empty} icon="archive" title=${text.emptyTitle} text=${text.empty} />`
        : html`<${BackupList} backups=${items} />
            <p class="muted">${text.restore} <code class="mono break">npx medianest restore ${newest?.file}</code></p>`
    }
  </div>`
}

function Worry({ warning }: { warning: Warning }) {
  return html`<div class="worry" role="status">
    <${Icon} name="warning" />
    <div>
      <p>${text.warnings[warning]}</p>
      ${(warning === 'passphrase' || warning === 'off') && html`<p><a href="/settings">${text.toSettings}</a></p>`}
    </div>
  </div>`
}
