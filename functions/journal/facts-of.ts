import { allContracts } from '../../contracts/index.ts'

/** The facts that a bare word means: itself, and what is told apart below it, as `issue-opened` below `issue`. */
export const factsOf = (word: string): string[] => [
  word,
  ...new Set(allContracts.map((c) => c.name).filter((name) => name.startsWith(`${word}-`))),
]
