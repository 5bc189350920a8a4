import { expect } from 'vitest'
import { TestBrowser } from '../test/test-portal.ts'
import type { Haystack } from './vault.ts'

/** A browser whose every answer goes on the heap, but for what an answer is there to hand out once. */
export class WatchedBrowser extends TestBrowser {
  readonly heap: Haystack
  constructor(base: string, heap: Haystack) {
    super(base)
    this.heap = heap
  }

  override async call(...args: Parameters<TestBrowser['call']>): ReturnType<TestBrowser['call']> {
    const answer = await super.call(...args)
    this.heap.add(`the answer to ${args[0]} ${args[1]}`, answer.text)
    return answer
  }

  /** For the few answers that show a secret on purpose: it is planted, and the answer is left out. */
  async handOut(
    name: string,
    of: (data: Record<string, unknown>) => string[],
    ...args: Parameters<TestBrowser['call']>
  ) {
    const answer = await super.call(...args)
    expect(answer.status, answer.text).toBeLessThan(300)
    for (const [i, value] of of(answer.json.data ?? {}).entries()) this.heap.plant(`${name} ${i}`, value)
    return answer
  }

  plantCookies(whose: string): void {
    for (const name of ['medianest_session', 'medianest_remember', 'medianest_browser']) {
      const value = this.cookieNamed(name)
      if (value) this.heap.plant(`${whose} cookie ${name}`, value)
    }
  }
}
