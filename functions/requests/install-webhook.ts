import { GetConnection } from '../../contracts/services.ts'
import { InstallInOverseerr } from '../../contracts/webhooks.ts'
import { defineFunction, OutsideError, Refused } from '../../bus/index.ts'
import { requests } from './domain.ts'
import { type SeerrConnection, seerrAt } from './seerr/client.ts'
import { pointedAt, readAgent, saveAgent, takenBy, testAgent } from './seerr/webhook-agent.ts'

/** Whoever asks waits 5 s. */
const PATIENCE_MS = 4500

const CONNECT = 'Connect Seerr first, with its API key.'

export default defineFunction({
  name: 'requests.install-webhook',
  summary: 'Writes our address into the webhook agent of Seerr and has it send its test there.',
  domain: requests,
  acts: InstallInOverseerr,
  calls: [GetConnection],
  async run({ url }, ctx) {
    const connection = await ctx.call(GetConnection, { name: 'overseerr' }).catch((error: unknown) => {
      if (error instanceof Refused && error.code === 'NOT_FOUND') return null
      throw error
    })
    if (!connection?.sealed.apiKey) return ctx.refuse('CONFLICT', CONNECT)
    if (!connection.enabled) return ctx.refuse('CONFLICT', 'The connection to Seerr is switched off.')
    const signal = AbortSignal.any([ctx.signal, AbortSignal.timeout(PATIENCE_MS)])
    try {
      const at = { url: connection.url, apiKey: ctx.open(connection.sealed.apiKey) }
      const { taken, tested } = await install(at, url, signal)
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
  connection: SeerrConnection,
  url: string,
  signal: AbortSignal,
): Promise<{ taken: string | null; tested: boolean }> {
  const seerr = seerrAt(connection)
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
