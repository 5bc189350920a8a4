/**
 * Lets messages through one at a time whose last try ended without a word, as it does when the process dies. So a
 * message that kills its process uses up its own attempts, and not those of whatever stood beside it.
 */
export class Alone {
  #last: Promise<void> = Promise.resolve()

  /** Resolves when it is this one's turn, with what ends the turn. */
  async enter(): Promise<() => void> {
    const before = this.#last
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#last = promise
    await before
    return resolve
  }
}
