import { GetNames } from '../../contracts/auth.ts'
import type { AnswerOf, InputOf } from '../../contracts/define.ts'

interface AskingContext {
  call(contract: typeof GetNames, input: InputOf<typeof GetNames>): Promise<AnswerOf<typeof GetNames>>
}

const USER = /^user:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i

/** Names of the people among actors; empty when nobody answers: a page without names is better than none. */
export async function namesOf(ctx: AskingContext, actors: readonly string[]): Promise<Map<string, string>> {
  const ids = new Map(actors.flatMap((actor) => (USER.exec(actor) ?? []).slice(1).map((id) => [id, actor] as const)))
  if (ids.size === 0) return new Map()
  const known = await ctx.call(GetNames, { ids: [...ids.keys()].slice(0, 500) }).catch(() => ({ items: [] }))
  return new Map(known.items.map(({ id, username }) => [ids.get(id) ?? `user:${id}`, username]))
}
