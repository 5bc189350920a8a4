import path from 'node:path'
import { type Document, parseDocument } from 'yaml'
import { ConfigDocument } from '../../contracts/settings.ts'
import { Failure } from '../cli/failure.ts'
import { textOf } from '../secret-files.ts'

/**
 * A document out of YAML, with `{env: NAME}` and `{file: PATH}` replaced by what is found there; paths count from
 * `folder`. Throws `Failure` or `ConfigError` with the place that is wrong.
 */
export function readYaml(text: string, name: string, folder: string, env: NodeJS.ProcessEnv): ConfigDocument {
  const yaml = parseDocument(text, { uniqueKeys: true })
  const [error] = yaml.errors
  if (error) throw new Failure(`${name} is no valid YAML: ${error.message.split('\n')[0]}`)
  // a file that was cut off would put everything back to its default
  if (yaml.contents === null) throw new Failure(`${name} is empty.`)
  const parsed = ConfigDocument.safeParse(withoutEmpty(valueOf(yaml, name)))
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new Failure(`${name}: ${issue?.path.length ? `${issue.path.join('.')}: ` : ''}${issue?.message}`)
  }
  const { settings, services } = parsed.data
  const resolve = (value: unknown, at: string): unknown => resolved(value, at, folder, env)
  return {
    ...(settings ? { settings: each(settings, 'settings', resolve) } : {}),
    ...(services ? { services: each(services, 'services', resolve) } : {}),
  }
}

/** Its aliases written out. */
function valueOf(yaml: Document, name: string): unknown {
  try {
    const value: unknown = yaml.toJS({ maxAliasCount: 10 })
    // one that stands within itself has no end
    JSON.stringify(value)
    return value
  } catch {
    throw new Failure(`${name} uses an alias (*name) within itself or too often: write out what it stands for.`)
  }
}

/** `services:` with nothing below it is no services. */
function withoutEmpty(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, block]: [string, unknown]) => [key, block === null ? {} : block]),
  )
}

type Block = Record<string, Record<string, unknown>>
type Resolve = (value: unknown, at: string) => unknown

const each = (block: Block, at: string, resolve: Resolve): Block =>
  Object.fromEntries(
    Object.entries(block).map(([name, values]) => [
      name,
      Object.fromEntries(
        Object.entries(values).map(([key, value]) => {
          const place = `${at}.${name}.${key}`
          // a map itself, whose entries may be called env or file
          return [key, at === 'services' && key === 'config' ? value : resolve(value, place)]
        }),
      ),
    ]),
  )

function resolved(value: unknown, at: string, folder: string, env: NodeJS.ProcessEnv): unknown {
  const [[kind, where], more] = typeof value === 'object' && value !== null ? firstOf(value) : [['', '']]
  if (more !== undefined || (kind !== 'env' && kind !== 'file')) return value
  if (typeof where !== 'string' || where === '') throw new Failure(`${at}: {${kind}: …} wants a name.`)
  if (kind === 'file') return textOf(at, path.resolve(folder, where))
  const found = env[where]
  if (!found) throw new Failure(`${at} names the variable ${where}, which is not set.`)
  return found
}

const firstOf = (value: object): [[string, unknown], unknown?] => {
  const [first = ['', ''], ...more] = Object.entries(value) as [string, unknown][]
  return [first, more[0]]
}
