import { hash, verify } from '@node-rs/argon2'

/** Argon2id (the library's default) with the second choice of the OWASP password storage cheat sheet: 19 MiB, two passes, one lane. */
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export const hashPassword = (password: string): Promise<string> => hash(password, OPTIONS)

let decoy: Promise<string> | undefined

/**
 * Whether the password belongs to the hash. Takes as long when there is no such account or no password, so that names
 * cannot be guessed by the clock.
 */
export async function isPassword(stored: string | null | undefined, password: string): Promise<boolean> {
  if (stored) return verify(stored, password)
  decoy ??= hashPassword('nobody has this password')
  await verify(await decoy, password)
  return false
}
