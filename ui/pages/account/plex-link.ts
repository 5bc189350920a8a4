import { html } from 'htm/preact'
import { useState } from 'preact/hooks'
import type { Account } from '../../../contracts/account.ts'
import { api } from '../../api.ts'
import { t } from '../../messages.ts'
import { Confirm } from '../../parts/confirm.ts'
import { PlexDoor } from '../../parts/plex-door.ts'
import { say } from '../../state/notices.ts'
import { loadSession } from '../../state/session.ts'
import { usePlexSignIn } from '../../state/use-plex-sign-in.ts'

const text = t.account.plex

interface Props {
  mine: Account
  onChanged: () => void
}

/** The link to Plex: made, made again when Plex refuses it, and taken off. */
export function PlexLink({ mine, onChanged }: Props) {
  const [leaving, setLeaving] = useState(false)
  const changed = (sentence: string): void => {
    setLeaving(false)
    say('ok', sentence)
    onChanged()
    void loadSession()
  }
  const plex = usePlexSignIn({ purpose: 'link', onDecided: () => changed(t.home.brokenLink.linked) })
  const { state, username } = mine.plex
  const linked = username ? text.linked(username) : text.linkedPlain
  return html`<section class="panel account-part" aria-label=${text.title}>
    <h2>${text.title}</h2>
    <p class="break">${state === 'none' ? text.none : state === 'broken' ? text.broken : linked}</p>
    ${state !== 'linked' && html`<${PlexDoor} plex=${plex} label=${state === 'broken' ? text.linkAgain : text.link} />`}
    ${plex.state.step === 'waiting' && html`<button type="button" class="button" onClick=${plex.cancel}>${t.frame.cancel}</button>`}
    ${
      state !== 'none' &&
      (mine.hasPassword
        ? html`<div class="part-foot">
            <button type="button" class="button" onClick=${() => setLeaving(true)}>${text.unlink}</button>
          </div>`
        : html`<p class="muted">${text.needsPassword}</p>`)
    }
    ${
      leaving &&
      html`<${Confirm}
        title=${text.unlinkTitle}
        text=${text.unlinkText}
        confirm=${text.unlink}
        busy=${text.unlinkBusy}
        danger=${true}
        onConfirm=${async () => {
          await api.unlinkPlex()
          changed(text.unlinked)
        }}
        onClose=${() => setLeaving(false)}
      />`
    }
  </section>`
}
