import { html } from 'htm/preact'
import { useState } from 'preact/hooks'
import type { Webhook } from '../../contracts/webhooks.ts'
import { api } from '../api.ts'
import { humanised } from '../format/actor.ts'
import { t } from '../messages.ts'
import { Confirm } from '../parts/confirm.ts'
import { CopyButton } from '../parts/copy-button.ts'
import { Icon } from '../parts/icon.ts'
import { InstallWebhook } from '../parts/install-webhook.ts'
import { PageHead } from '../parts/page-head.ts'
import { Problem } from '../parts/problem.ts'
import { Bars } from '../parts/skeleton.ts'
import { Time } from '../parts/time.ts'
import { withQuery } from '../router.ts'
import { say } from '../state/notices.ts'
import { useAnswer } from '../state/use-answer.ts'

const text = t.webhooks

/** Those that let another program set up their webhook. */
const INSTALLABLE: ReadonlySet<string> = new Set<Webhook['source']>(['overseerr'])

const about = (source: string): { name: string; also: string; how: string } =>
  source in text.sources ? text.sources[source as Webhook['source']] : { name: humanised(source), ...text.other }

const fetchWebhooks = async (): Promise<Webhook[]> => (await api.listWebhooks()).items

/** The addresses to paste into Seerr and Plex. */
export function Webhooks() {
  const { answer: webhooks, error, reload, put } = useAnswer(fetchWebhooks, ['webhooks.received', 'webhooks.rotated'])
  const [replacing, setReplacing] = useState<Webhook>()
  const rotate = async ({ source }: Webhook): Promise<void> => {
    const fresh = await api.rotateWebhook({ source })
    put((all) => all?.map((webhook) => (webhook.source === source ? fresh : webhook)))
    setReplacing(undefined)
    say('ok', text.rotated(about(source).name))
  }
  return html`<${PageHead} title=${t.titles.webhooks} lead=${html`<p>${text.lead}</p>`} />
    ${error !== undefined && html`<${Problem} error=${error} onRetry=${reload} />`}
    ${!webhooks && error === undefined && html`<${Bars} kind="card" rows=${2} />`}
    <div class="webhooks">
      ${webhooks?.map(
        (webhook) =>
          html`<${Card} key=${webhook.source} webhook=${webhook} onReplace=${() => setReplacing(webhook)} />`,
      )}
    </div>
    ${
      replacing &&
      html`<${Confirm}
        title=${text.rotateTitle(about(replacing.source).name)}
        text=${text.rotateText(about(replacing.source).name)}
        confirm=${text.rotateConfirm}
        busy=${text.rotating}
        danger=${true}
        onConfirm=${() => rotate(replacing)}
        onClose=${() => setReplacing(undefined)}
      />`
    }`
}

function Card({ webhook, onReplace }: { webhook: Webhook; onReplace: () => void }) {
  const { source, url, createdAt, lastReceivedAt } = webhook
  const { name, also, how } = about(source)
  return html`<section class="panel webhook" aria-label=${name}>
    <h2>${name} ${also && html`<span class="muted webhook-also">${also}</span>`}</h2>
    <p>${how}</p>
    <div class="webhook-address">
      <input
        class="mono"
        readonly
        value=${url}
        aria-label=${text.address(name)}
        onFocus=${(event: Event) => (event.currentTarget as HTMLInputElement).select()}
      />
      <${CopyButton} text=${url} label=${text.copy(name)} />
    </div>
    ${INSTALLABLE.has(source) && html`<${InstallWebhook} source=${source} name=${name} />`}
    <dl class="pairs">
      <dt>${text.lastReceived}</dt>
      <dd>
        ${lastReceivedAt ? html`<${Time} at=${lastReceivedAt} />` : text.never}
        ${!lastReceivedAt && html`<span class="muted small block">${text.neverMore}</span>`}
      </dd>
      <dt>${text.created}</dt>
      <dd><${Time} at=${createdAt} /></dd>
    </dl>
    <footer class="webhook-foot">
      <a class="button" href=${withQuery('/journal', { type: 'webhooks.received', key: source })}>${text.seen}</a>
      <button type="button" class="button" aria-label=${text.rotateNamed(name)} onClick=${onReplace}>
        <${Icon} name="rotate" />${text.rotate}
      </button>
    </footer>
  </section>`
}
