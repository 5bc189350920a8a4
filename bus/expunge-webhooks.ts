import { DeadLetterData } from './dead-letter.ts'
import { parseBody } from './message.ts'
import type { NatsLink } from './nats/connect.ts'
import { expunge } from './nats/expunge.ts'
import { isSealed, SealBroken, type Sealer } from './seal.ts'

/** Deletes raw webhooks whose body matches, wherever they lie, and gives the ids of what is gone. */
export async function expungeWebhooks(
  link: NatsLink,
  sealer: Sealer,
  matches: (body: string) => boolean,
): Promise<string[]> {
  const isOne = (text: string): boolean => {
    const { body } = parseBody(text)
    if (!isSealed(body)) return false
    try {
      return matches(String(JSON.parse(sealer.open(body.$sealed))))
    } catch (error) {
      // nobody can read it any more, so it names nobody
      if (error instanceof SealBroken) return false
      throw error
    }
  }
  const raw = await expunge(link, 'hooks', (_, text) => isOne(text))
  const dead = await expunge(link, 'dead-letters', (_, text) => {
    const letter = DeadLetterData.safeParse(JSON.parse(text))
    return letter.success && letter.data.message.subject.startsWith('hook.') && isOne(letter.data.message.body)
  })
  return [...raw, ...dead]
}
