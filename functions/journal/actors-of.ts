import { GetNames } from '../../contracts/auth.ts'
import type { InputOf } from '../../contracts/define.ts'
import type { User } from '../../contracts/auth.ts'

interface Asks {
  call(contract: typeof GetNames, input: InputOf<typeof GetNames>): Promise<{ items: User[] }>
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * The actors that a filter means, as messages carry them: `user:<id>` for a name, both that and the word itself where
 * older messages carry names. When nobody can tell whose name it is, only the word itself is looked for.
 */
export async function actorsOf(word: string, ctx: Asks): Promise<string[]> {
  if (!word.startsWith('user:')) return [word]
  const name = word.slice('user:'.length)
  if (UUID.test(name)) return [word.toLowerCase()]
  const known = await ctx.call(GetNames, { usernames: [name] }).catch(() => ({ items: [] as User[] }))
  return [word, ...known.items.map((user) => `user:${user.id}`)]
}
