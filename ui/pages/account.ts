import { html } from 'htm/preact'
import { useState } from 'preact/hooks'
import type { Account as Mine } from '../../contracts/account.ts'
import { api } from '../api.ts'
import { t } from '../messages.ts'
import { Dialog } from '../parts/dialog.ts'
import { PageHead } from '../parts/page-head.ts'
import { PasswordForm } from '../parts/password-form.ts'
import { Problem } from '../parts/problem.ts'
import { Bars } from '../parts/skeleton.ts'
import { useAnswer } from '../state/use-answer.ts'
import { ApiKeys } from './account/api-keys.ts'
import { Devices } from './account/devices.ts'
import { Told } from './account/told.ts'
import { PlexLink } from './account/plex-link.ts'
import { TwoFactor } from './account/two-factor.ts'

const text = t.account
const CHANGED_BY = [
  'auth.plex-linked',
  'auth.plex-unlinked',
  'auth.plex-link-broken',
  'auth.two-factor-changed',
  'auth.password-changed',
  'auth.user-updated',
] as const

/** Who I am here, how I come in, and where I am. */
export function Account() {
  const { answer: mine, error, reload } = useAnswer(() => api.account(), CHANGED_BY)
  return html`<${PageHead} title=${t.titles.account} lead=${mine && html`<${Who} mine=${mine} />`} />
    ${error !== undefined && html`<${Problem} error=${error} onRetry=${reload} />`}
    ${!mine && error === undefined && html`<${Bars} kind="card" rows=${3} />`}
    ${
      mine &&
      html`<div class="account-parts">
        <${PlexLink} mine=${mine} onChanged=${reload} />
        <${Password} mine=${mine} />
        <${TwoFactor} mine=${mine} onChanged=${reload} />
        <${Told} />
        <${Devices} />
        <${ApiKeys} />
      </div>`
    }`
}

const Who = ({ mine: { user, email, createdAt } }: { mine: Mine }) =>
  html`<p class="break">
    <b>${user.username}</b>, ${user.role === 'admin' ? t.frame.admin : t.frame.member}${email && ` · ${email}`} ·
    ${` ${text.since(Date.parse(createdAt))}`}
  </p>`

function Password({ mine: { hasPassword, user } }: { mine: Mine }) {
  const [open, setOpen] = useState(false)
  const close = (): void => setOpen(false)
  return html`<section class="panel account-part" aria-label=${text.password.title}>
    <h2>${text.password.title}</h2>
    <p>${hasPassword ? text.password.has : text.password.none}</p>
    ${
      hasPassword &&
      html`<div class="part-foot">
        <button type="button" class="button" onClick=${() => setOpen(true)}>${text.password.change}</button>
      </div>`
    }
    ${
      open &&
      html`<${Dialog} title=${t.password.title} onClose=${close}>
        <div class="dialog-body">
          <p class="muted">${t.password.lead}</p>
          <${PasswordForm} username=${user.username} onSaved=${close} />
        </div>
      <//>`
    }
  </section>`
}
