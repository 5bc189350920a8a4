import { html } from 'htm/preact'
import { useRef, useState } from 'preact/hooks'
import type { Device } from '../../../contracts/account.ts'
import { api } from '../../api.ts'
import { t } from '../../messages.ts'
import { Confirm } from '../../parts/confirm.ts'
import { Problem } from '../../parts/problem.ts'
import { Bars } from '../../parts/skeleton.ts'
import { Time } from '../../parts/time.ts'
import { useLeadOn } from '../../parts/use-lead-on.ts'
import { say } from '../../state/notices.ts'
import { useAnswer } from '../../state/use-answer.ts'

const text = t.account.devices
const CHANGED_BY = ['auth.signed-in', 'auth.signed-out', 'auth.device-revoked', 'auth.remember-reused'] as const
const fetchDevices = async (): Promise<Device[]> => (await api.listDevices()).items

/** Where I am signed in, and an end to what I do not know. */
export function Devices() {
  const { answer: devices, error, reload } = useAnswer(fetchDevices, CHANGED_BY)
  const [leaving, setLeaving] = useState<Device | 'others'>()
  const title = useRef<HTMLHeadingElement>(null)
  const leadOn = useLeadOn(devices, () => title.current?.focus({ preventScroll: true }))
  const close = (): void => setLeaving(undefined)
  const done = (sentence: string): void => {
    close()
    say('ok', sentence)
    leadOn()
    reload()
  }
  const others = devices?.filter(({ current }) => !current).length ?? 0
  return html`<section class="panel account-part account-wide" aria-label=${text.title}>
    <h2 ref=${title} tabindex="-1">${text.title}</h2>
    <p class="muted">${text.lead}</p>
    ${error !== undefined && html`<${Problem} error=${error} onRetry=${reload} />`}
    ${!devices && error === undefined && html`<${Bars} rows=${2} />`}
    <ul class="rows">
      ${devices?.map(
        (device) => html`<${Row} key=${device.id} device=${device} onLeave=${() => setLeaving(device)} />`,
      )}
    </ul>
    ${
      others > 1 &&
      html`<div class="part-foot">
        <button type="button" class="button" onClick=${() => setLeaving('others')}>${text.others}</button>
      </div>`
    }
    ${
      leaving === 'others' &&
      html`<${Confirm}
        title=${text.othersTitle}
        text=${text.othersText(others)}
        confirm=${text.others}
        busy=${text.signOutBusy}
        danger=${true}
        onConfirm=${async () => done(text.othersDone((await api.revokeOtherDevices()).revoked))}
        onClose=${close}
      />`
    }
    ${
      typeof leaving === 'object' &&
      html`<${Confirm}
        title=${text.signOutTitle(leaving.name)}
        text=${text.signOutText}
        confirm=${text.signOut}
        busy=${text.signOutBusy}
        danger=${true}
        onConfirm=${async () => {
          await api.revokeDevice({ id: leaving.id })
          done(text.signedOut(leaving.name))
        }}
        onClose=${close}
      />`
    }
  </section>`
}

function Row({ device, onLeave }: { device: Device; onLeave: () => void }) {
  const { name, address, createdAt, lastSeenAt, remembered, current } = device
  return html`<li class="row">
    <div class="row-text">
      <p>
        <b class="break">${name}</b> ${current && html`<span class="tag tag-ok">${text.current}</span>`}
        ${remembered && html` <span class="tag">${text.remembered}</span>`}
      </p>
      <p class="muted small">
        ${text.seen} <${Time} at=${lastSeenAt} /> · ${text.since} <${Time} at=${createdAt} />
        ${address && html` · <span class="break">${address}</span>`}
      </p>
    </div>
    ${
      !current &&
      html`<button type="button" class="button" aria-label=${text.signOutNamed(name)} onClick=${onLeave}>
        ${text.signOut}
      </button>`
    }
  </li>`
}
