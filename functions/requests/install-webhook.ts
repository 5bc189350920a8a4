import { GetConnection } from '../../contracts/services.ts'
import { InstallInOverseerr } from '../../contracts/webhooks.ts'
import { defineFunction, OutsideError } from '../../bus/index.ts'
import { requests } from './domain.ts'
import type { Seerr } from './seerr/client.ts'
import { connectionTo, NO_SEERR } from './seerr/connected.ts'
import { pointedAt, readAgent, saveAgent, takenBy, testAgent } from './seerr/webhook-agent.ts'

/** Whoever asks waits 5 s. */
const PATIENCE_MS = 4500

export default defineFunction({
  name: 'requests.install-webhook',
  summary: 'Writes our address into the webhook agent of Seerr and has it send its test there.',
  domain: requests,
  acts: InstallInOverseerr,
  calls: [GetConnection],
  async run({ url }, ctx) {
    const connected = await connectionTo(ctx)
    if (connected.is !== 'connected')
      return ctx.refuse('CONFLICT', connected.is === 'off' ? NO_SEERR.off : NO_SEERR.admin)
    const signal = AbortSignal.any([ctx.signal, AbortSignal.timeout(PATIENCE_MS)])
    try {
      const { taken, tested } = await install(connected.seerr, url, signal)
      if (taken !== null) {
        return ctx.refuse(
          'CONFLICT',
          `Seerr sends its webhooks to ${taken}, and it has room for one address only. Switch that off in Seerr (Settings, Notifications, Webhook), then try again.`,
        )
      }
      const message = tested ? 'Seerr delivered its test.' : 'Seerr could not deliver its test.'
      return { tested, message }
    } catch (error) {
      if (signal.aborted) return ctx.refuse('UPSTREAM_FAILED', 'Seerr answers too slowly; nothing may have changed.')
      if (error instanceof OutsideError) return ctx.refuse('UPSTREAM_FAILED', inWords(error))
      throw error
    }
  },
})

async function install(
  seerr: Seerr,
  url: string,
  signal: AbortSignal,
): Promise<{ taken: string | null; tested: boolean }> {
  const before = await readAgent(seerr, signal)
  const taken = takenBy(before)
  if (taken !== null) return { taken, tested: false }
  const agent = pointedAt(before, url)
  await saveAgent(seerr, agent, signal)
  return { taken: null, tested: await tested(() => testAgent(seerr, agent, signal), signal) }
}

/** The address is written: a test that takes too long is one that did not get through. */
const tested = (test: () => Promise<boolean>, signal: AbortSignal): Promise<boolean> =>
  test().catch((error: unknown) => {
    if (signal.aborted || error instanceof OutsideError) return false
    throw error
  })

/** Seerr refuses every change by key while it guards its own forms. */
const inWords = ({ message, status, body = '' }: OutsideError): string =>
  status === 403 && /csrf/i.test(body)
    ? 'Seerr refuses changes by API key while its CSRF protection is on: switch that off in its Settings, Network.'
    : message
