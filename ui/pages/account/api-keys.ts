import { html } from 'htm/preact'
import { useRef, useState } from 'preact/hooks'
import type { ApiKey } from '../../../contracts/account.ts'
import { api } from '../../api.ts'
import { t } from '../../messages.ts'
import { Confirm } from '../../parts/confirm.ts'
import { Icon } from '../../parts/icon.ts'
import { Problem } from '../../parts/problem.ts'
import { Bars } from '../../parts/skeleton.ts'
import { Time } from '../../parts/time.ts'
import { now } from '../../state/clock.ts'
import { useLeadOn } from '../../parts/use-lead-on.ts'
import { say } from '../../state/notices.ts'
import { useAnswer } from '../../state/use-answer.ts'
import { MakeKey } from './make-key.ts'
import { scopeWords } from './scopes.ts'

const text = t.account.keys
const fetchKeys = async (): Promise<ApiKey[]> => (await api.listApiKeys()).items

/** Keys for scripts and other programs. */
export function ApiKeys() {
  const { answer: keys, error, reload } = useAnswer(fetchKeys, ['auth.api-key-made', 'auth.api-key-revoked'])
  const [making, setMaking] = useState(false)
  const [ending, setEnding] = useState<ApiKey>()
  const title = useRef<HTMLHeadingElement>(null)
  const leadOn = useLeadOn(keys, () => title.current?.focus({ preventScroll: true }))
  return html`<section class="panel account-part account-wide" aria-label=${text.title}>
    <h2 ref=${title} tabindex="-1">${text.title}</h2>
    <p class="muted">${text.lead} <a href="/api/docs">${text.docs}</a></p>
    <div class="part-foot">
      <button type="button" class="button" onClick=${() => setMaking(true)}><${Icon} name="plus" />${text.make}</button>
    </div>
    ${error !== undefined && html`<${Problem} error=${error} onRetry=${reload} />`}
    ${!keys && error === undefined && html`<${Bars} rows=${2} />`} ${keys?.length === 0 && html`<p>${text.empty}</p>`}
    <ul class="rows">
      ${keys?.map((key) => html`<${Row} key=${key.id} apiKey=${key} onEnd=${() => setEnding(key)} />`)}
    </ul>
    ${
      making &&
      html`<${MakeKey}
        onMade=${reload}
        onClose=${() => {
          setMaking(false)
          reload()
        }}
      />`
    }
    ${
      ending &&
      html`<${Confirm}
        title=${text.endTitle(ending.name)}
        text=${text.endText}
        confirm=${text.endConfirm}
        busy=${text.endBusy}
        danger=${true}
        onConfirm=${async () => {
          await api.revokeApiKey({ id: ending.id })
          setEnding(undefined)
          say('ok', text.ended(ending.name))
          leadOn()
          reload()
        }}
        onClose=${() => setEnding(undefined)}
      />`
    }
  </section>`
}

function expiryOf(expiresAt: string | null): string {
  if (expiresAt === null) return text.forever
  const at = Date.parse(expiresAt)
  return at <= now.value ? text.expired : text.expires(at)
}

function Row({ apiKey, onEnd }: { apiKey: ApiKey; onEnd: () => void }) {
  const { name, scopes, expiresAt, lastUsedAt } = apiKey
  return html`<li class="row">
    <div class="row-text">
      <p><b class="break">${name}</b></p>
      <p>${scopeWords(scopes)}</p>
      <p class="muted small">
        ${lastUsedAt ? html`${text.used} <${Time} at=${lastUsedAt} />` : text.unused} · ${expiryOf(expiresAt)}
      </p>
    </div>
    <button type="button" class="button" aria-label=${text.endNamed(name)} onClick=${onEnd}>${text.end}</button>
  </li>`
}
