/** A command that was understood and could not be done: one sentence that says why and what to do. Exit code 1. */
export class Failure extends Error {
  override name = 'Failure'
}

/** A command that was not written as it should be. Exit code 2. */
export class WrongUsage extends Error {
  override name = 'WrongUsage'
}
