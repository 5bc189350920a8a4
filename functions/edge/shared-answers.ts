import type { AnswerOf, InputOf, QueryContract } from '../../contracts/define.ts'
import type { BusClient, Who } from '../../bus/gateway.ts'

/** So many askings at once are asked on; then two a second, and whoever else asks hears what the last of them heard. */
const AT_ONCE = 10
const EVERY_MS = 500
/** Different questions that are remembered; beyond them the oldest is forgotten. */
const AT_MOST = 500

interface Question {
  left: number
  /** Until when `left` was counted. */
  at: number
  /** What was asked last, be it answered or on its way. */
  last: Promise<unknown> | null
}

/**
 * Asks what is the same for everybody, sparing whoever answers under load: an answer is then at most half a second older
 * than it would be. Who asks now and then always hears the latest.
 */
export class SharedAnswers {
  readonly #client: Pick<BusClient, 'ask'>
  readonly #questions = new Map<string, Question>()

  constructor(client: Pick<BusClient, 'ask'>) {
    this.#client = client
  }

  /** As `BusClient.ask`. A refusal is nobody else's answer. */
  async ask<C extends QueryContract>(contract: C, input: InputOf<C>, who: Who): Promise<AnswerOf<C>> {
    const question = this.#question(`${contract.type} ${JSON.stringify(input)}`)
    if (question.left < 1 && question.last) return question.last as Promise<AnswerOf<C>>
    question.left = Math.max(0, question.left - 1)
    const asked = this.#client.ask(contract, input, who)
    question.last = asked
    asked.catch(() => {
      if (question.last === asked) question.last = null
    })
    return asked
  }

  #question(key: string): Question {
    const now = performance.now()
    const known = this.#questions.get(key)
    const left = known ? Math.min(AT_ONCE, known.left + (now - known.at) / EVERY_MS) : AT_ONCE
    const question = Object.assign(known ?? { last: null }, { left, at: now })
    this.#questions.delete(key)
    this.#questions.set(key, question)
    const [oldest] = this.#questions.keys()
    if (this.#questions.size > AT_MOST && oldest !== undefined) this.#questions.delete(oldest)
    return question
  }
}
