import { html } from 'htm/preact'
import { useEffect, useState } from 'preact/hooks'
import { t } from '../messages.ts'
import { Icon } from './icon.ts'

/** Copies also where the page came over plain http, where the browser hides its clipboard. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyBySelection(text)
  }
}

function copyBySelection(text: string): boolean {
  const area = document.createElement('textarea')
  area.value = text
  area.className = 'unseen'
  document.body.append(area)
  area.select()
  // deprecated and without an heir for pages on plain http
  const done = document.execCommand('copy')
  area.remove()
  return done
}

/** Copies a text and says so. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [said, setSaid] = useState<'' | 'done' | 'failed'>('')
  useEffect(() => {
    if (!said) return undefined
    const timer = setTimeout(() => setSaid(''), 2500)
    return () => clearTimeout(timer)
  }, [said])
  const copy = async (event: Event): Promise<void> => {
    const button = event.currentTarget as HTMLElement
    setSaid((await copyText(text)) ? 'done' : 'failed')
    button.focus()
  }
  return html`<button type="button" class="button" aria-label=${label} onClick=${copy}>
    <${Icon} name=${said === 'done' ? 'check' : 'copy'} />
    <span aria-hidden="true">${said === 'done' ? t.frame.copied : t.frame.copy}</span>
    <span class="unseen" role="status">
      ${said === 'done' ? t.frame.copied : said === 'failed' ? t.frame.copyFailed : ''}
    </span>
  </button>`
}
