import { html } from 'htm/preact'
import { useState } from 'preact/hooks'
import { t } from '../messages.ts'
import { Icon } from '../parts/icon.ts'
import { PageHead } from '../parts/page-head.ts'
import { place } from '../router.ts'
import { AddPerson } from './people/add-person.ts'
import { Directory } from './people/directory.ts'
import { Invitations } from './people/invitations.ts'
import { Invite } from './people/invite.ts'

const text = t.people
const TABS = [
  ['/people', text.tabs.people],
  ['/people/invitations', text.tabs.invitations],
] as const

/** Who has an account, and who was asked in. */
export function People() {
  const [open, setOpen] = useState<'none' | 'add' | 'invite'>('none')
  /** Counts what was made here: the lists ask anew. */
  const [made, setMade] = useState(0)
  const invitations = place.value.path === '/people/invitations'
  const close = (): void => setOpen('none')
  const onMade = (): void => setMade(made + 1)
  return html`<${PageHead} title=${t.titles.people} lead=${html`<p>${text.lead}</p>`}>
      <button type="button" class="button" onClick=${() => setOpen('add')}>${text.add}</button>
      <button type="button" class="button button-primary" onClick=${() => setOpen('invite')}>
        <${Icon} name="plus" />${text.invite}
      </button>
    <//>
    <nav class="tabs" aria-label=${text.tabsLabel}>
      ${TABS.map(
        ([path, title]) =>
          html`<a
            key=${path}
            href=${path}
            aria-current=${(path === '/people/invitations') === invitations ? 'page' : undefined}
            >${title}</a
          >`,
      )}
    </nav>
    ${invitations ? html`<${Invitations} made=${made} />` : html`<${Directory} made=${made} />`}
    ${open === 'add' && html`<${AddPerson} onMade=${onMade} onClose=${close} />`}
    ${open === 'invite' && html`<${Invite} onMade=${onMade} onClose=${close} />`}`
}
