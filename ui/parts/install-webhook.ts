import { html } from 'htm/preact'
import { useState } from 'preact/hooks'
import type { RouteAnswer } from '../../contracts/http.ts'
import type { WebhookSource } from '../../contracts/webhooks.ts'
import { api } from '../api.ts'
import { t } from '../messages.ts'
import { Icon } from './icon.ts'
import { Problem } from './problem.ts'
import { StateMark } from './state-mark.ts'

const text = t.webhooks.install

type Installing =
  | { step: 'none' }
  | { step: 'busy' }
  | { step: 'done'; result: RouteAnswer<'installWebhook'> }
  | { step: 'failed'; error: unknown }

interface Props {
  source: WebhookSource
  name: string
  primary?: boolean
  onInstalled?: () => void
}

/** Writes the address into the service itself, has it send its test, and says whether that arrived. */
export function InstallWebhook({ source, name, primary = false, onInstalled }: Props) {
  const [state, setState] = useState<Installing>({ step: 'none' })
  const install = async (): Promise<void> => {
    if (state.step === 'busy') return
    setState({ step: 'busy' })
    try {
      const result = await api.installWebhook({ source })
      setState({ step: 'done', result })
      onInstalled?.()
    } catch (error) {
      setState({ step: 'failed', error })
    }
  }
  const busy = state.step === 'busy'
  return html`<div class="install">
    <button
      type="button"
      class="button ${primary ? 'button-primary' : ''}"
      aria-disabled=${busy}
      onClick=${() => void install()}
    >
      <${Icon} name="plug" />${busy ? text.busy(name) : text.action(name)}
    </button>
    <div role="status">${state.step === 'done' && html`<${Outcome} result=${state.result} />`}</div>
    ${state.step === 'failed' && html`<${Problem} error=${state.error} />`}
  </div>`
}

function Outcome({ result: { installed, verified, message } }: { result: RouteAnswer<'installWebhook'> }) {
  const status = verified ? 'online' : installed ? 'degraded' : 'offline'
  return html`<div class="trial-result trial-${status}">
    <${StateMark} status=${status} />
    <p>${message}</p>
  </div>`
}
