import { html } from 'htm/preact'
import { useState } from 'preact/hooks'
import type { UserRecord } from '../../../contracts/people.ts'
import { api } from '../../api.ts'
import { t } from '../../messages.ts'
import { Confirm } from '../../parts/confirm.ts'
import { Dialog } from '../../parts/dialog.ts'
import { Problem } from '../../parts/problem.ts'
import { Bars } from '../../parts/skeleton.ts'
import { Time } from '../../parts/time.ts'
import { say } from '../../state/notices.ts'
import { useAnswer } from '../../state/use-answer.ts'
import { actionsFor, carryOutFor, wordsFor, type ActionName } from './actions.ts'
import { Erase } from './erase.ts'
import { OneTimePassword } from './one-time-password.ts'
import { plexWords, StatusTag } from './people-table.ts'
import { QuotaForm } from './quota-form.ts'

const text = t.people
const CHANGED_BY = ['auth.user-updated', 'auth.signed-in', 'auth.signed-out', 'auth.two-factor-changed'] as const

interface Props {
  id: string
  /** Something about them is not as it was in the list. */
  onChanged: () => void
  onClose: () => void
}

/** One person: what is known, what can be changed, and what cannot be taken back at the end. */
export function PersonSheet({ id, onChanged, onClose }: Props) {
  const { answer: person, error, reload } = useAnswer(() => api.getUser({ id }), CHANGED_BY)
  const [asking, setAsking] = useState<ActionName | 'erase'>()
  const [oneTime, setOneTime] = useState<string>()
  const changed = (): void => {
    reload()
    onChanged()
  }
  const run = async (name: ActionName, who: UserRecord): Promise<void> => {
    const { oneTimePassword } = await carryOutFor(name, who)
    setAsking(undefined)
    if (oneTimePassword === undefined) say('ok', wordsFor(name, who).done)
    else setOneTime(oneTimePassword)
    changed()
  }
  return html`<${Dialog} title=${person?.username ?? t.titles.people} form="sheet" onClose=${onClose}>
      <div class="dialog-body">
        ${error !== undefined && html`<${Problem} error=${error} onRetry=${reload} />`}
        ${!person && error === undefined && html`<${Bars} rows=${4} />`}
        ${
          person &&
          html`<${Facts} person=${person} />
            <${Group} title=${text.rights} group="rights" person=${person} onAsk=${setAsking} />
            <${QuotaForm} key=${JSON.stringify(person.quotas)} person=${person} onSaved=${changed} />
            <${Group} title=${text.access} group="access" person=${person} onAsk=${setAsking} />
            <div class="sheet-group">
              <button type="button" class="button button-danger" onClick=${() => setAsking('erase')}>
                ${text.erase.label}
              </button>
            </div>`
        }
      </div>
    <//>
    ${
      person &&
      asking &&
      asking !== 'erase' &&
      html`<${Ask}
        name=${asking}
        person=${person}
        onConfirm=${() => run(asking, person)}
        onClose=${() => setAsking(undefined)}
      />`
    }
    ${
      person &&
      asking === 'erase' &&
      html`<${Erase}
        person=${person}
        onErased=${() => {
          onChanged()
          onClose()
        }}
        onClose=${() => setAsking(undefined)}
      />`
    }
    ${
      person &&
      oneTime !== undefined &&
      html`<${OneTimePassword} name=${person.username} value=${oneTime} onClose=${() => setOneTime(undefined)} />`
    }`
}

function Facts({ person }: { person: UserRecord }) {
  const { email, role, status, plexState, plexUsername, devices, twoFactor, hasPassword, createdAt, lastSignInAt } =
    person
  return html`<dl class="pairs">
    <dt>${text.columns.status}</dt>
    <dd><${StatusTag} status=${status} /></dd>
    <dt>${text.columns.role}</dt>
    <dd>${text.role[role]}</dd>
    <dt>${t.account.plex.title}</dt>
    <dd class="break">
      ${(plexState === 'linked' && plexUsername) || plexWords(person)}${email && html`<span class="muted block">${email}</span>`}
    </dd>
    <dt>${text.password}</dt>
    <dd>${hasPassword ? text.has : text.hasNot}</dd>
    <dt>${text.twoFactor}</dt>
    <dd>${twoFactor ? text.on : text.off}</dd>
    <dt>${text.columns.devices}</dt>
    <dd>${text.devices(devices)}</dd>
    <dt>${text.columns.lastSignIn}</dt>
    <dd>${lastSignInAt ? html`<${Time} at=${lastSignInAt} />` : text.never}</dd>
    <dt>${text.since}</dt>
    <dd><${Time} at=${createdAt} /></dd>
  </dl>`
}

interface GroupProps {
  title: string
  group: 'rights' | 'access'
  person: UserRecord
  onAsk: (name: ActionName) => void
}

const Group = ({ title, group, person, onAsk }: GroupProps) =>
  html`<section class="sheet-group" aria-label=${title}>
    <h3>${title}</h3>
    <div class="buttons">
      ${actionsFor(person, group).map(
        (name) =>
          html`<button key=${name} type="button" class="button" onClick=${() => onAsk(name)}>
            ${wordsFor(name, person).label}
          </button>`,
      )}
    </div>
  </section>`

interface AskProps {
  name: ActionName
  person: UserRecord
  onConfirm: () => Promise<void>
  onClose: () => void
}

function Ask({ name, person, onConfirm, onClose }: AskProps) {
  const { title, text: what, confirm, danger } = wordsFor(name, person)
  return html`<${Confirm}
    title=${title}
    text=${what}
    confirm=${confirm}
    busy=${text.working}
    danger=${danger}
    onConfirm=${onConfirm}
    onClose=${onClose}
  />`
}
