import { html } from 'htm/preact'
import { useEffect, useState } from 'preact/hooks'
import type { RouteAnswer } from '../../../contracts/http.ts'
import { api } from '../../api.ts'
import { t } from '../../messages.ts'
import { Problem } from '../../parts/problem.ts'
import { ConfirmCode } from './confirm-code.ts'
import { RecoveryCodes } from './recovery-codes.ts'
import { ProvePassword } from './prove-password.ts'

export type NewSecret = RouteAnswer<'setUpTwoFactor'>

interface Props {
  /** Undefined where it is not known; then the account is asked. */
  needsPassword?: boolean
  onDone: () => void
}

/** Three steps: the password, the app, the recovery codes. Nothing is in force before the app's first code. */
export function SetUp({ needsPassword, onDone }: Props) {
  const [asks, setAsks] = useState(needsPassword)
  const [secret, setSecret] = useState<NewSecret>()
  const [codes, setCodes] = useState<string[]>()
  const [error, setError] = useState<unknown>()
  const begin = async (password?: string): Promise<void> =>
    setSecret(await api.setUpTwoFactor(password === undefined ? {} : { password }))
  useEffect(() => {
    if (asks === undefined) void api.account().then(({ hasPassword }) => setAsks(hasPassword), setError)
    if (asks === false) begin().catch(setError)
  }, [asks])
  if (codes) return html`<${RecoveryCodes} codes=${codes} onKept=${onDone} />`
  if (secret) return html`<${ConfirmCode} secret=${secret} onCodes=${setCodes} />`
  if (error !== undefined) return html`<${Problem} error=${error} />`
  if (asks) return html`<${ProvePassword} onPassword=${begin} />`
  return html`<p class="muted" role="status">${t.frame.loading}…</p>`
}
