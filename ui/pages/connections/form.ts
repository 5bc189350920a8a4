import { html } from 'htm/preact'
import { useEffect, useRef } from 'preact/hooks'
import type { ServiceConnection } from '../../../contracts/services.ts'
import { t } from '../../messages.ts'
import { Problem } from '../../parts/problem.ts'
import { say } from '../../state/notices.ts'
import { Fields } from './fields.ts'
import { Trial } from './trial.ts'
import { useConnection } from './use-connection.ts'

const text = t.connections

interface Props {
  service: ServiceConnection
  /** Where it was found. */
  found?: string | undefined
  /** In a dialog its buttons stay in sight; in a page it is as long as it is. */
  form?: 'dialog' | 'inline'
  onSaved: (saved: ServiceConnection) => void
  /** Told whether something is typed that is not saved. */
  onChanged?: (changed: boolean) => void
  children?: unknown
}

/** Connects a service or changes how it is connected; it can be tested before anything is saved. */
export function ConnectionForm({ service, found, form = 'inline', onSaved, onChanged, children }: Props) {
  const element = useRef<HTMLFormElement>(null)
  const leadToMistake = (): void => {
    requestAnimationFrame(() => element.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus())
  }
  const { draft, wrong, trial, busy, error, changed, change, test, save } = useConnection(
    service,
    found,
    leadToMistake,
    (saved) => {
      say('ok', saved.enabled ? text.saved(saved.title) : text.savedOff(saved.title))
      onSaved(saved)
    },
  )
  useEffect(() => onChanged?.(changed), [changed])
  const submit = (event: Event): void => {
    event.preventDefault()
    void save()
  }
  return html`<form class="${form}-form" ref=${element} onSubmit=${submit} novalidate>
    <div class="${form}-body">
      ${error !== undefined && html`<${Problem} error=${error} />`} ${children}
      <${Fields} service=${service} draft=${draft} wrong=${wrong} onChange=${change} />
    </div>
    <${Trial} trial=${trial} title=${service.title} />
    <footer class="${form}-foot">
      <p class="muted small foot-note">${text.savingUntested}</p>
      <button type="button" class="button" aria-disabled=${trial.step === 'busy'} onClick=${() => void test()}>
        ${trial.step === 'busy' ? text.testing : text.test}
      </button>
      <button type="submit" class="button button-primary" aria-disabled=${busy}>
        ${busy ? text.saving : text.save}
      </button>
    </footer>
  </form>`
}
