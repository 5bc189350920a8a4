import { readFileSync } from 'node:fs'

/** A wrong variable. The message is one sentence that names it. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

/** Every variable that holds a secret; each may be given as NAME_FILE instead, the path of a file that holds it. */
export const SECRET_VARIABLES = [
  'ENCRYPTION_KEY',
  'ADMIN_PASSWORD',
  'DATABASE_URL',
  'NATS_URL',
  'BACKUP_PASSPHRASE',
  'MEDIANEST_KEY',
] as const
export type SecretVariable = (typeof SECRET_VARIABLES)[number]

const given = (env: NodeJS.ProcessEnv, name: string): string | undefined => (env[name]?.trim() ? env[name] : undefined)

/**
 * A secret from its variable or from the file that NAME_FILE names, less the newline at the file's end; undefined when
 * there is neither. Throws `ConfigError` when there are both, or no such file.
 */
export function secretOf(env: NodeJS.ProcessEnv, name: SecretVariable): string | undefined {
  const value = given(env, name)
  const file = given(env, `${name}_FILE`)?.trim()
  if (file === undefined) return value
  if (value !== undefined) throw new ConfigError(`${name} and ${name}_FILE are both set: unset one of them.`)
  return textOf(`${name}_FILE`, file)
}

/** What a file holds, less the newline at its end. Throws `ConfigError` saying who named it. */
export function textOf(by: string, file: string): string {
  const text = read(by, file).replace(/\r?\n$/, '')
  if (text.trim() === '') throw new ConfigError(`${by} names ${file}, which is empty.`)
  return text
}

/** The environment with every secret where its variable would have it. Throws `ConfigError`. */
export const withSecretFiles = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  ...env,
  ...Object.fromEntries(SECRET_VARIABLES.map((name) => [name, secretOf(env, name)])),
})

function read(by: string, file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const { code = 'no reason given' } = error as NodeJS.ErrnoException
    throw new ConfigError(`${by} names ${file}, which cannot be read (${WHY[code] ?? code}).`, { cause: error })
  }
}

const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'this user may not read it',
  EISDIR: 'it is a folder',
}
