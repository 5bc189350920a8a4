import { html } from 'htm/preact'
import { useState } from 'preact/hooks'
import type { Account } from '../../../contracts/account.ts'
import { api } from '../../api.ts'
import { t } from '../../messages.ts'
import { Dialog } from '../../parts/dialog.ts'
import { place } from '../../router.ts'
import { say } from '../../state/notices.ts'
import { loadSession } from '../../state/session.ts'
import { AskCode } from './ask-code.ts'
import { RecoveryCodes } from './recovery-codes.ts'
import { SetUp } from './set-up.ts'

const text = t.account.twoFactor

interface Props {
  mine: Account
  onChanged: () => void
}

type Open = 'none' | 'set-up' | 'renew' | 'turn-off' | { codes: string[] }

/** The second factor of the own account. */
export function TwoFactor({ mine: { twoFactor, hasPassword }, onChanged }: Props) {
  const [open, setOpen] = useState<Open>(() =>
    !twoFactor.enabled && place.value.query.has('two-factor') ? 'set-up' : 'none',
  )
  const close = (): void => setOpen('none')
  const changed = (sentence: string): void => {
    close()
    say('ok', sentence)
    onChanged()
    void loadSession()
  }
  return html`<section class="panel account-part" aria-label=${text.title}>
    <h2>${text.title}</h2>
    <p>${twoFactor.enabled ? `${text.on} ${text.codesLeft(twoFactor.recoveryCodesLeft)}` : text.off}</p>
    ${twoFactor.enabled && twoFactor.required && html`<p class="muted">${text.required}</p>`}
    <div class="part-foot">
      ${
        twoFactor.enabled
          ? html`<button type="button" class="button" onClick=${() => setOpen('renew')}>${text.renew}</button> ${
                !twoFactor.required &&
                html`<button type="button" class="button" onClick=${() => setOpen('turn-off')}>${text.turnOff}</button>`
              }`
          : html`<button type="button" class="button" onClick=${() => setOpen('set-up')}>${text.setUp}</button>`
      }
    </div>
    ${
      open === 'set-up' &&
      html`<${Dialog} title=${text.title} firm=${true} onClose=${close}>
        <div class="dialog-body">
          <${SetUp} needsPassword=${hasPassword} onDone=${() => changed(text.nowOn)} />
        </div>
      <//>`
    }
    ${
      open === 'renew' &&
      html`<${AskCode}
        title=${text.renewTitle}
        text=${text.renewText}
        confirm=${text.renewConfirm}
        onCode=${async (code: string) => setOpen({ codes: (await api.renewRecoveryCodes({ code })).recoveryCodes })}
        onClose=${close}
      />`
    }
    ${
      open === 'turn-off' &&
      html`<${AskCode}
        title=${text.turnOffTitle}
        text=${text.turnOffText}
        confirm=${text.turnOffConfirm}
        danger=${true}
        onCode=${async (code: string) => {
          await api.disableTwoFactor({ code })
          changed(text.nowOff)
        }}
        onClose=${close}
      />`
    }
    ${
      typeof open === 'object' &&
      html`<${Dialog} title=${text.codesTitle} firm=${true} onClose=${close}>
        <div class="dialog-body">
          <${RecoveryCodes}
            codes=${open.codes}
            onKept=${() => {
              close()
              onChanged()
            }}
          />
        </div>
      <//>`
    }
  </section>`
}
