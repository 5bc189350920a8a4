import { setTimeout as pause } from 'node:timers/promises'
import { RevokedSession } from '../../contracts/auth.ts'
import { PollPlexSignIn } from '../../contracts/plex-sign-in.ts'
import { GetConnection } from '../../contracts/services.ts'
import { CurrentSettings } from '../../contracts/settings.ts'
import { defineFunction } from '../../bus/index.ts'
import { auth } from './domain.ts'
import { askPlex } from './plex/ask.ts'
import { enter, ENTER_EVENTS, type Ending, link, SecondTry } from './plex/enter.ts'
import { claimAsk, endPin, type PinRow, pinOf } from './plex/pin.ts'
import { SENTENCE } from './plex/sentences.ts'
import { announceEnd } from './revoke.ts'
import { settingsInForce } from './settings-in-force.ts'

const open = (status: PinRow['status'], message: string | null): Ending => ({
  status,
  message,
  grant: null,
  twoFactor: null,
  ended: [],
})

/** How a sign-in that ended before stands; what it gave is not given again. */
function endedBefore({ status, message }: PinRow): Ending {
  if (status === 'signed-in' || status === 'two-factor' || status === 'used') return open('used', SENTENCE.used)
  return open(status, message)
}

export default defineFunction({
  name: 'auth.poll-plex',
  summary: 'Waits for what plex.tv says about a code, and lets in whom the house knows.',
  domain: auth,
  acts: PollPlexSignIn,
  emits: ENTER_EVENTS,
  calls: [GetConnection],
  // 25 s of waiting, 5 for the code, 10 to learn who it is
  timeout: '44s',
  async run({ id, wait }, ctx) {
    const until = ctx.now().getTime() + wait * 1000
    const leftMs = (): number => until - ctx.now().getTime()
    const waiting = AbortSignal.any([ctx.signal, ctx.stopping])
    for (;;) {
      const ending = await step()
      if (ending.status === 'pending' && ending.dueInMs !== undefined && leftMs() > 0 && !waiting.aborted) {
        // nothing is held meanwhile: no connection, no row
        await pause(Math.max(50, Math.min(leftMs(), ending.dueInMs)), undefined, { signal: waiting }).catch(() => {})
        if (leftMs() > 0 && !waiting.aborted) continue
      }
      const { status, message, grant, twoFactor } = ending
      return { status, message, grant, twoFactor }
    }

    async function step(): Promise<Ending & { dueInMs?: number }> {
      const pin = ctx.meta.browser === null ? undefined : await pinOf(ctx.db, id, ctx.meta.browser)
      if (!pin) return ctx.refuse('NOT_FOUND', 'This sign-in was not started in this browser. Start it here.')
      // whoever is signed in by now is not who asked to be linked
      if (pin.purpose === 'link' && ctx.meta.userId !== pin.account_id) return ctx.refuse('NOT_FOUND', SENTENCE.gone)
      if (pin.status !== 'pending') return endedBefore(pin)
      if (pin.ends_at <= ctx.now()) return expire(pin, SENTENCE.expired)
      if (pin.due_in_ms > 0 || !(await ctx.write((tx) => claimAsk(tx, id))))
        return { ...open('pending', pin.message), dueInMs: Math.max(pin.due_in_ms, 100) }
      const asked = await askPlex(ctx, pin)
      if (asked.is === 'expired') return expire(pin, asked.message)
      const ending = asked.is === 'pending' ? open('pending', asked.message) : await decide(pin, asked.who)
      if (ending.status !== 'pending') return ending
      if (ending.message !== pin.message) await note(ending.message)
      return { ...ending, dueInMs: 2200 }
    }

    async function decide(pin: PinRow, who: Parameters<typeof enter>[2]): Promise<Ending> {
      const settings = await settingsInForce(ctx.state(CurrentSettings))
      const ending = await ctx
        .write((tx) => (pin.purpose === 'link' ? link(tx, pin, who, ctx) : enter(tx, pin, who, settings, ctx)))
        .catch((error: unknown) => {
          // the next look at the row says what came of the other
          if (error instanceof SecondTry) return open('pending', null)
          throw error
        })
      await announceEnd(ctx.state(RevokedSession), ending.ended)
      return ending
    }

    /** For the pages that wait without being the one that asks. */
    async function note(message: string | null): Promise<void> {
      await ctx.write((tx) =>
        tx.updateTable('plex_pin').set({ message }).where('id', '=', id).where('status', '=', 'pending').execute(),
      )
    }

    async function expire(pin: PinRow, message: string): Promise<Ending> {
      await ctx.write((tx) => endPin(tx, pin.id, 'expired', message))
      return open('expired', message)
    }
  },
})
