import type { CredentialName } from '../../contracts/services.ts'
import { TestService } from '../../contracts/services.ts'
import { defineFunction } from '../../bus/index.ts'
import { CATALOGUE } from './catalogue.ts'
import { settings } from './domain.ts'
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
    for (const credential of CATALOGUE[name].needs) {
      const [typed, sealed] = [said[credential], known[credential]]
      if (typed) credentials[credential] = typed
      else if (typed !== null && sealed !== undefined) credentials[credential] = ctx.open(sealed)
    }
    return tryConnection(name, url, credentials, AbortSignal.any([ctx.signal, AbortSignal.timeout(PATIENCE_MS)]))
  },
})
