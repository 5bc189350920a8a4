import { html } from 'htm/preact'
import { useEffect, useState } from 'preact/hooks'
import { api } from '../../api.ts'
import { t } from '../../messages.ts'
import { Problem } from '../../parts/problem.ts'
import { useSubmit } from '../../parts/use-submit.ts'
import { say } from '../../state/notices.ts'
import { isSubscribed, pushPossible, subscribe, unsubscribe } from '../../state/web-push.ts'

const text = t.told.browser

interface Props {
  /** Of this person, wherever they are; undefined while it is not known. */
  browsers: number | undefined
  onChanged: (browsers: number) => void
}

/** Web push on the browser that one sits at. The browser asks only after the button was pressed. */
export function PushBrowser({ browsers, onChanged }: Props) {
  const [held, setHeld] = useState<boolean>()
  // of somebody else, who was signed in here before, where this person has none at all
  const on = held === true && browsers !== 0
  const [not, setNot] = useState<'dismissed' | 'failed'>()
  const possible = pushPossible()
  useEffect(() => {
    void isSubscribed().then(setHeld, () => setHeld(false))
  }, [])
  const tell = async (): Promise<void> => onChanged((await api.noticePreferences()).pushBrowsers)
  const { busy, error, submit } = useSubmit(async () => {
    setNot(undefined)
    if (on) {
      await unsubscribe()
      setHeld(false)
      say('ok', text.removed)
      return tell()
    }
    const outcome = await subscribe()
    if (outcome !== 'added') return setNot(outcome)
    setHeld(true)
    say('ok', text.added)
    await tell()
  })
  const words = busy ? (on ? text.removing : text.adding) : on ? text.remove : text.add
  return html`<div class="push-browser">
    <h3>${text.title}</h3>
    ${
      possible === 'yes'
        ? html`<p>${on ? text.on : text.off}</p>
            <button type="button" class="button" aria-disabled=${busy} onClick=${() => void submit()}>${words}</button>`
        : html`<p class="muted">${text[possible]}</p>`
    }
    <div role="status">${not && html`<p class="field-error">${text[not]}</p>`}</div>
    ${error !== undefined && html`<${Problem} error=${error} />`}
  </div>`
}
