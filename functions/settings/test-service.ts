import { TryKuma } from '../../contracts/kuma.ts'
import type { CredentialName } from '../../contracts/services.ts'
import { TestService } from '../../contracts/services.ts'
import { defineFunction } from '../../bus/index.ts'
import { CATALOGUE, takenBy } from './catalogue.ts'
import { settings } from './domain.ts'
import type { Around } from './probes/probe.ts'
import { connected } from './rows.ts'
import { tryConnection } from './try-connection.ts'

/** Somebody waits in front of a button, and the door waits 15 s. */
const PATIENCE_MS = 12_000

export default defineFunction({
  name: 'settings.test-service',
  summary: 'Tries a connection and says what is wrong with it; stores nothing.',
  domain: settings,
  acts: TestService,
  timeout: '14s',
  calls: [TryKuma],
  async run({ name, url: given, ...said }, ctx) {
    const row = await ctx.db.selectFrom('service').selectAll().where('name', '=', name).executeTakeFirst()
    const stored = connected(row)
    const url = given ?? stored?.url
    if (url === undefined) {
      const message = `${CATALOGUE[name].title} has no address yet.`
      return ctx.refuse('INVALID', `url: ${message}`, { issues: [{ path: 'url', message }] })
    }
    // a secret goes nowhere but where it was stored for
    const known = stored && new URL(stored.url).origin === new URL(url).origin ? stored.sealed : {}
    const credentials: Partial<Record<CredentialName, string>> = {}
    for (const credential of takenBy(name)) {
      const [typed, sealed] = [said[credential], known[credential]]
      if (typed) credentials[credential] = typed
      else if (typed !== null && sealed !== undefined) credentials[credential] = ctx.open(sealed)
    }
    const around: Around = {
      config: { ...(stored && known === stored.sealed ? stored.config : {}), ...said.config },
      signInToKuma: (login) => ctx.call(TryKuma, { url, ...login }),
    }
    const signal = AbortSignal.any([ctx.signal, AbortSignal.timeout(PATIENCE_MS)])
    return tryConnection(name, url, credentials, signal, around)
  },
})
