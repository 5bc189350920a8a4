import { html } from 'htm/preact'
import { useState } from 'preact/hooks'
import type { Incident } from '../../../contracts/incidents.ts'
import { api } from '../../api.ts'
import { t } from '../../messages.ts'
import { Confirm } from '../../parts/confirm.ts'
import { Icon } from '../../parts/icon.ts'
import { say, sayFailure } from '../../state/notices.ts'
import { carryOut } from '../../state/outcomes.ts'
import { PublishDialog } from './publish.ts'
import { RenameDialog } from './rename.ts'

const text = t.incidents
type Change = Omit<Parameters<typeof api.changeIncident>[0], 'id'>

/** What is done with an incident as a whole. */
export function Actions({ incident, onChanged }: { incident: Incident; onChanged: () => void }) {
  const { id, state, automatic, published } = incident
  const [open, setOpen] = useState<'publish' | 'unpublish' | 'close' | 'rename'>()
  const stay = (): void => setOpen(undefined)
  const change = async (what: Change, sentence: string): Promise<void> => {
    await carryOut(api.changeIncident({ id, ...what }), stay)
    stay()
    say('ok', sentence)
    onChanged()
  }
  const reopen = (): void => void change({ state: 'open' }, text.reopened).catch(sayFailure)
  return html`<a class="button" href="/api/admin/incidents/${id}/post-mortem.md" download title=${text.postMortemMore}>
      <${Icon} name="download" />${text.postMortem}
    </a>
    <button type="button" class="button" onClick=${() => setOpen('rename')}>${text.rename}</button>
    <button type="button" class="button" onClick=${() => setOpen(published ? 'unpublish' : 'publish')}>
      ${published ? text.unpublish : text.publish}
    </button>
    ${
      state === 'open'
        ? html`<button type="button" class="button button-primary" onClick=${() => setOpen('close')}>
            ${text.close}
          </button>`
        : html`<button type="button" class="button" onClick=${reopen}>${text.reopen}</button>`
    }
    ${
      open === 'publish' &&
      html`<${PublishDialog}
        title=${incident.title}
        onConfirm=${() => change({ published: true }, text.isPublished)}
        onClose=${stay}
      />`
    }
    ${
      open === 'rename' &&
      html`<${RenameDialog}
        title=${incident.title}
        onConfirm=${(title: string) => change({ title }, text.renamed)}
        onClose=${stay}
      />`
    }
    ${
      open === 'unpublish' &&
      html`<${Confirm}
        title=${text.unpublishTitle}
        text=${text.unpublishText}
        confirm=${text.unpublish}
        busy=${text.unpublishing}
        onConfirm=${() => change({ published: false }, text.unpublished)}
        onClose=${stay}
      />`
    }
    ${
      open === 'close' &&
      html`<${Confirm}
        title=${text.closeTitle}
        text=${text.closeText(automatic)}
        confirm=${text.close}
        busy=${text.closing}
        onConfirm=${() => change({ state: 'resolved' }, text.closed)}
        onClose=${stay}
      />`
    }`
}
