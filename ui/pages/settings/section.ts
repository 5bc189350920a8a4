import { html } from 'htm/preact'
import { useRef, useState } from 'preact/hooks'
import type { SettingDescription, ShownSettings } from '../../../contracts/settings.ts'
import { api } from '../../api.ts'
import { RequestFailed } from '../../failure.ts'
import { t } from '../../messages.ts'
import { Problem } from '../../parts/problem.ts'
import { say } from '../../state/notices.ts'
import { keepDraft, settingDrafts } from './drafts.ts'
import { SettingControl } from './control.ts'
import { changesOf, type Typed, type TypedSection } from './values.ts'

const text = t.settings

interface Props {
  name: string
  settings: readonly SettingDescription[]
  stored: Readonly<Record<string, unknown>>
  onSaved: (all: ShownSettings) => void
  children?: unknown
}

/** A section of the settings, saved for itself: only what was changed is sent. */
export function Section({ name, settings, stored, onSaved, children }: Props) {
  const typed = settingDrafts.value[name] ?? {}
  const setTyped = (next: TypedSection): void => keepDraft(name, next)
  const [refused, setRefused] = useState<Record<string, string>>({})
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const form = useRef<HTMLFormElement>(null)
  const title = settings[0]?.sectionTitle ?? name
  const { values, wrong } = changesOf(settings, stored, typed)
  const unsaved = new Set([...Object.keys(values), ...Object.keys(wrong)]).size

  const type = (key: string, entered: Typed): void => {
    setTyped({ ...typed, [key]: entered })
    setRefused(Object.fromEntries(Object.entries(refused).filter(([held]) => held !== key)))
  }
  const leadToMistake = (): void => {
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus())
  }
  const startOver = (): void => {
    setTyped({})
    setRefused({})
    setTried(false)
    setError(undefined)
    form.current?.querySelector<HTMLElement>('input, select, textarea')?.focus()
  }
  const save = async (event: Event): Promise<void> => {
    event.preventDefault()
    if (busy || unsaved === 0) return
    setTried(true)
    setError(undefined)
    if (Object.keys(wrong).length > 0) return leadToMistake()
    setBusy(true)
    try {
      const saved = await api.updateConfig({ [name]: values })
      startOver()
      say('ok', text.saved(title))
      onSaved(saved)
    } catch (problem) {
      const marked = refusalsOf(problem, name, settings)
      setRefused(marked)
      if (Object.keys(marked).length > 0) leadToMistake()
      else setError(problem)
    } finally {
      setBusy(false)
    }
  }
  return html`<section class="panel section-form" aria-labelledby="section-${name}">
    <h2 id="section-${name}">${title}</h2>
    <form class="form" ref=${form} onSubmit=${save} novalidate>
      ${settings.map(
        (setting) =>
          html`<${SettingControl}
            key=${setting.key}
            setting=${setting}
            stored=${stored[setting.key]}
            typed=${typed[setting.key]}
            wrong=${refused[setting.key] ?? (tried ? wrong[setting.key] : undefined)}
            onType=${(entered: Typed) => type(setting.key, entered)}
          />`,
      )}
      ${error !== undefined && html`<${Problem} error=${error} />`}
      <footer class="section-foot">
        <p class="muted small" role="status">${unsaved > 0 && text.unsaved(unsaved)}</p>
        ${
          unsaved > 0 &&
          html`<button type="button" class="button" onClick=${startOver}>${text.discard}</button>
            <button type="submit" class="button button-primary" aria-disabled=${busy}>
              ${busy ? text.saving : text.save}
            </button>`
        }
      </footer>
    </form>
    ${children}
  </section>`
}

/** The portal's own objections, at the settings that they are about. */
function refusalsOf(
  problem: unknown,
  section: string,
  settings: readonly SettingDescription[],
): Record<string, string> {
  if (!(problem instanceof RequestFailed)) return {}
  const marked: Record<string, string> = {}
  for (const { path, message } of problem.issues) {
    const key = settings.find(
      (setting) => path === `${section}.${setting.key}` || path.startsWith(`${section}.${setting.key}.`),
    )
    if (key) marked[key.key] ??= message
  }
  return marked
}
