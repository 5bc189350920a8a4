import { randomUUID } from 'node:crypto'
import { ApiKeyMade, MakeApiKey } from '../../contracts/account.ts'
import type { Area } from '../../contracts/scopes.ts'
import { defineFunction } from '../../bus/index.ts'
import { toApiKey } from './api-key.ts'
import { auth } from './domain.ts'
import { lockAccount } from './lock-account.ts'
import { ownAccount } from './own-account.ts'
import { hashToken, newToken } from './token.ts'

const KEYS_PER_PERSON = 50

/** Parts of the API that are for admins alone. */
const FOR_ADMINS: readonly Area[] = ['journal', 'people', 'settings', 'webhooks']

export default defineFunction({
  name: 'auth.make-api-key',
  summary: 'Makes an API key of the person and stores its hash.',
  domain: auth,
  acts: MakeApiKey,
  emits: [ApiKeyMade],
  async run({ name, scopes, expiresInDays }, ctx) {
    const own = await ownAccount(ctx)
    if (!own) return ctx.refuse('UNAUTHENTICATED')
    const { account } = own
    const areas = FOR_ADMINS.filter((area) => scopes.some((scope) => scope.startsWith(`${area}:`)))
    if (account.role !== 'admin' && areas.length > 0)
      ctx.refuse('CONFLICT', `Keys for ${areas.join(', ')} are for admins. Leave that out.`)
    const value = `mn_${newToken()}`
    const now = ctx.now()
    const row = {
      id: randomUUID(),
      account_id: account.id,
      name,
      hash: hashToken(value),
      scopes: [...new Set(scopes)].sort(),
      created_at: now,
      ends_at: expiresInDays === null ? null : new Date(now.getTime() + expiresInDays * 86_400_000),
      last_used_at: null,
      revoked_at: null,
    }
    await ctx.write(async (tx) => {
      // one after the other, or two at once would both be the last that fits
      await lockAccount(tx, account.id)
      const { count } = await tx
        .selectFrom('api_key')
        .select((eb) => eb.fn.countAll().as('count'))
        .where('account_id', '=', account.id)
        .where('revoked_at', 'is', null)
        .executeTakeFirstOrThrow()
      if (Number(count) >= KEYS_PER_PERSON)
        ctx.refuse('CONFLICT', `There are ${KEYS_PER_PERSON} keys already. End one that is not used any more.`)
      await tx.insertInto('api_key').values(row).execute()
      ctx.emit(ApiKeyMade, {
        userId: account.id,
        username: account.username,
        keyId: row.id,
        name,
        scopes: row.scopes,
      })
    })
    return { apiKey: toApiKey(row), value }
  },
})
