import { html } from 'htm/preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { t } from '../messages.ts'
import type { Door, PlexSignIn, PlexState } from '../state/use-plex-sign-in.ts'
import { useSecondsUntil } from '../state/use-seconds-until.ts'
import { CopyButton } from './copy-button.ts'
import { Icon } from './icon.ts'
import type { IconName } from './icons.ts'
import { Problem } from './problem.ts'
import { QrCode } from './qr-code.ts'

const text = t.signIn.plex
/** The portal asks Plex every 2 s; a yes that was given is known here by then. */
const YES_TAKES_MS = 4000

interface Props {
  plex: PlexSignIn
  /** What the big button says. */
  label?: string
}

type In<S extends PlexState['step']> = Extract<PlexState, { step: S }>

/** Both ways to Plex, and how the one that was taken stands. */
export function PlexDoor({ plex: { state, start }, label = text.open }: Props) {
  if (state.step === 'waiting') {
    return state.door === 'popup'
      ? html`<${InTheWindow} state=${state} start=${start} />`
      : html`<${WithCode} state=${state} start=${start} />`
  }
  const busy = state.step === 'starting' ? state.door : undefined
  // whoever typed a code too slowly wants another code
  const codeFirst = state.step === 'ended' && state.status === 'expired' && state.door === 'code'
  const words = { popup: label, code: codeFirst ? text.newCode : text.useCode }
  const button = (door: Door, look: string, icon?: IconName) =>
    html`<button
      type="button"
      class="button button-wide ${look}"
      aria-disabled=${busy === door}
      onClick=${() => !busy && start(door)}
    >
      ${icon && html`<${Icon} name=${icon} />`}${busy === door ? text.opening : words[door]}
    </button>`
  const big = 'button-primary button-big'
  return html`<div class="plex-door">
    <div role="status">${state.step === 'ended' && html`<p class="plex-said">${state.message}</p>`}</div>
    ${state.step === 'failed' && html`<${Problem} error=${state.error} />`}
    ${codeFirst ? [button('code', big), button('popup', 'button-quiet')] : [button('popup', big, 'out'), button('code', 'button-quiet')]}
  </div>`
}

interface Waiting {
  state: In<'waiting'>
  start: (door: Door) => void
}

/** Plex does not tell when somebody says no or shuts its window: seen by whoever is back here and nothing follows. */
function useBackInVain(): boolean {
  const [back, setBack] = useState(false)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const onFocus = (): void => {
      clearTimeout(timer)
      timer = setTimeout(() => setBack(true), YES_TAKES_MS)
    }
    addEventListener('focus', onFocus)
    return () => {
      removeEventListener('focus', onFocus)
      clearTimeout(timer)
    }
  }, [])
  return back
}

function InTheWindow({ state, start }: Waiting) {
  const back = useBackInVain()
  return html`<div class="plex-door">
    <p class="plex-waiting" role="status">
      <span class="waiting-mark" aria-hidden="true"></span>${state.message ?? (back ? text.saidNothing : text.waiting)}
    </p>
    <button type="button" class="button button-wide" onClick=${() => start('popup')}>${text.again}</button>
    <button type="button" class="button button-quiet button-wide" onClick=${() => start('code')}>
      ${text.useCode}
    </button>
  </div>`
}

/** The four characters, big enough to be read across the room. */
function WithCode({ state: { pin, blocked, message }, start }: Waiting) {
  const left = useSecondsUntil(Date.parse(pin.expiresAt))
  const code = useRef<HTMLParagraphElement>(null)
  useEffect(() => code.current?.focus(), [pin.id])
  const shown = pin.url.replace(/^https?:\/\/(www\.)?/, '').replace(/\/$/, '')
  return html`<div class="plex-door">
    ${blocked && html`<p class="plex-said" role="status">${text.blocked}</p>`}
    <p>${text.codeLead} <a href=${pin.url} target="_blank" rel="noreferrer">${shown}</a></p>
    <div class="plex-code-row">
      <div>
        <p class="plex-code mono" ref=${code} tabindex="-1" aria-label="${text.code} ${pin.code.split('').join(' ')}">
          ${pin.code}
        </p>
        <${CopyButton} text=${pin.code} label=${text.copyCode} />
      </div>
      <${QrCode} text=${pin.url} label=${text.qr} />
    </div>
    <div role="status">${message && html`<p class="muted">${message}</p>`}</div>
    <p class="muted counting">${left > 0 && text.left(left)}</p>
    ${left === 0 && html`<button type="button" class="button button-wide" onClick=${() => start('code')}>${text.newCode}</button>`}
  </div>`
}
