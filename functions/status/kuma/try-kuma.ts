import { TryKuma } from '../../../contracts/kuma.ts'
import { defineFunction } from '../../../bus/index.ts'
import { status } from '../domain.ts'
import { trySignIn } from './listen.ts'
import { NotLetIn } from './session.ts'

/** Somebody waits in front of a button. */
const PATIENCE_MS = 8000

export default defineFunction({
  name: 'status.try-kuma',
  summary: 'Signs in to Uptime Kuma once and says what came of it.',
  domain: status,
  acts: TryKuma,
  async run({ url, token, username, password }, ctx) {
    const login = { tokens: token ? [token] : [], username: username ?? null, password: password ?? null }
    const signal = AbortSignal.any([ctx.signal, AbortSignal.timeout(PATIENCE_MS)])
    try {
      return { problem: null, message: null, version: await trySignIn(url, login, signal) }
    } catch (error) {
      if (!(error instanceof NotLetIn)) throw error
      return { problem: error.problem, message: error.message, version: null }
    }
  },
})
