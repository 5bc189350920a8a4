import { SourceLost } from '../../../contracts/kuma.ts'
import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { AnswerOf, InputOf } from '../../../contracts/define.ts'
import type { TakeFromKuma } from '../../../contracts/kuma.ts'
import { GetConnection } from '../../../contracts/services.ts'
import { type MonitorRemoved, type Service } from '../../../contracts/status.ts'
import { Refused } from '../../../bus/index.ts'
import { type BoardContext, showTiles } from '../board.ts'
import type { StatusTables } from '../domain.ts'
import { type Follower, follow, type Lender, type Ways } from './follower.ts'
import { claim, noteIfLost } from './lease.ts'
import { silence } from './silence.ts'
import { lockMonitors, SOURCE, type Tx } from './source.ts'
import { removeMonitors } from './take-monitors.ts'
import { tilesOf } from './tiles-of.ts'

type Connection = AnswerOf<typeof GetConnection>

/** What a run that brings this in order needs of its context. */
export interface Reconciling extends BoardContext, Omit<Lender, 'call'> {
  db: Kysely<StatusTables>
  now(): Date
  open(sealed: string): string
  call<C extends typeof GetConnection | typeof TakeFromKuma>(contract: C, input: InputOf<C>): Promise<AnswerOf<C>>
  write<R>(work: (tx: Tx) => Promise<R>): Promise<R>
  emit<C extends typeof MonitorRemoved | typeof SourceLost>(contract: C, data: InputOf<C>): string
}

/** Who this process is, and whom it follows; a host that stops has its own signal. */
const here = new WeakMap<AbortSignal, { holder: string; follower: Follower | null }>()

function self(stopping: AbortSignal) {
  const known = here.get(stopping) ?? { holder: randomUUID(), follower: null }
  here.set(stopping, known)
  return known
}

/**
 * Brings what is followed to what is connected: takes the lease where it is free and follows, or clears the board of
 * what is connected no more. Also says, once, that it is lost.
 */
export async function reconcile(ctx: Reconciling, at: Date): Promise<void> {
  const me = self(ctx.stopping)
  const connection = await connectionOf(ctx)
  // nobody can say: as it was, until somebody can
  if (connection === 'unknown') return
  const now = ctx.now()
  if (!connection?.enabled) {
    me.follower?.close()
    me.follower = null
    await ctx.write(async (tx) => {
      await removeMonitors(tx, ctx, await lockMonitors(tx))
      await tx.deleteFrom('source').where('name', '=', SOURCE).execute()
    })
    return
  }
  const { version } = connection
  let tiles: Service[] = []
  const mine = await ctx.write(async (tx) => {
    const claimed = await claim(tx, { holder: me.holder, version }, now)
    const lost = await noteIfLost(tx, now)
    if (lost) {
      const ids = await silence(tx, now)
      ctx.emit(SourceLost, { source: SOURCE, error: lost.error, at: now.toISOString(), monitors: ids.length })
      tiles = await tilesOf(tx, ids, now)
    }
    return claimed
  })
  await showTiles(ctx, tiles)
  if (!mine || me.follower?.version !== version || me.follower.closed) {
    me.follower?.close()
    me.follower = null
  }
  if (!mine || ctx.stopping.aborted) return
  me.follower ??= follow(ctx, await waysOf(ctx, connection), me.holder, at)
  me.follower.goOn(ctx, at)
}

const connectionOf = (ctx: Reconciling): Promise<Connection | null | 'unknown'> =>
  ctx.call(GetConnection, { name: SOURCE }).catch((error: unknown) => {
    if (error instanceof Refused && error.code === 'NOT_FOUND') return null
    if (error instanceof Refused) return 'unknown' as const
    throw error
  })

/** What a connection can be asked by; a secret that this house cannot open is none. */
async function waysOf(ctx: Reconciling, connection: Connection): Promise<Ways> {
  const { url, version, config, sealed } = connection
  const open = (text: string | null | undefined): string | null => {
    if (text == null) return null
    try {
      return ctx.open(text) || null
    } catch {
      return null
    }
  }
  const kept = await ctx.db
    .selectFrom('source')
    .select('token')
    .where('name', '=', SOURCE)
    .where('token_version', '=', version)
    .executeTakeFirst()
  const heard = await ctx.db
    .selectFrom('monitor')
    .select(['source_id', 'source_at'])
    .where('source', '=', SOURCE)
    .where('source_at', 'is not', null)
    .execute()
  const [apiKey, username, password] = [open(sealed.apiKey), open(sealed.username), open(sealed.password)]
  const tokens = [open(sealed.token), open(kept?.token)].filter((token) => token !== null)
  const slug = config['statusPage']
  const statusPage = typeof slug === 'string' && slug.trim() !== '' ? slug.trim() : null
  const hasPassword = username !== null && password !== null
  // where nothing is given, nobody may have to sign in
  const isOpen = apiKey === null && statusPage === null
  return {
    url,
    version,
    login: tokens.length > 0 || hasPassword || isOpen ? { tokens, username, password } : null,
    // without a key of its own it takes the name and password
    metrics: apiKey !== null ? { username: '', password: apiKey } : hasPassword ? { username, password } : null,
    statusPage,
    heardTo: new Map(heard.map(({ source_id, source_at }) => [source_id ?? '', source_at?.toISOString() ?? ''])),
  }
}
