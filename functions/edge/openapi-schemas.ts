import { z } from 'zod'

export type Json = Record<string, unknown>

/** Turns the schemas of contracts into those of an OpenAPI document, and keeps what they share or repeat by name. */
export class Schemas {
  /** For `components.schemas`. */
  readonly components: Json
  constructor(components: Json) {
    this.components = { ...components }
  }

  /** `name` is what the parts that refer to themselves are called, with a number where it is taken. */
  add(name: string, schema: z.ZodType, io: 'input' | 'output'): Json {
    const made = z.toJSONSchema(schema, { io, unrepresentable: 'any', reused: 'inline' }) as Json
    const { $schema: _dialect, $defs = {}, ...root } = made
    // a reference counts from the root of the document, where these schemas do not stand
    const places = new Map<string, string>()
    for (const key of Object.keys($defs as Json)) places.set(`#/$defs/${key}`, this.#reserve(name))
    const refersToRoot = JSON.stringify(made).includes('"$ref":"#"')
    if (refersToRoot) places.set('#', this.#reserve(name))
    for (const [key, part] of Object.entries($defs as Json))
      this.components[places.get(`#/$defs/${key}`)!] = relocated(part, places)
    if (!refersToRoot) return relocated(root, places) as Json
    this.components[places.get('#')!] = relocated(root, places)
    return reference(places.get('#')!)
  }

  #reserve(name: string): string {
    let free = name
    for (let n = 2; free in this.components; n++) free = `${name}${n}`
    this.components[free] = {}
    return free
  }
}

/** A reference to one of `components.schemas`. */
export const reference = (name: string): Json => ({ $ref: `#/components/schemas/${name}` })

function relocated(value: unknown, places: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((item) => relocated(item, places))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const place = key === '$ref' && typeof inner === 'string' ? places.get(inner) : undefined
      return [key, place === undefined ? relocated(inner, places) : reference(place)['$ref']]
    }),
  )
}

/** The envelope around an answer. */
export const envelope = (data: Json): Json => ({
  type: 'object',
  required: ['success', 'data', 'meta'],
  properties: { success: { const: true }, data, meta: reference('Meta') },
})

export const content = (type: string, schema: Json): Json => ({ content: { [type]: { schema } } })

/** An answer in JSON. */
export const json = (description: string, schema: Json): Json => ({
  description,
  ...content('application/json', schema),
})

/** A path of a route as OpenAPI writes it. */
export const toPath = (path: string): string => path.replaceAll(/:(\w+)/g, '{$1}')

/** The parameters of a path as text, and one behind the question mark where it takes one; nothing where there is none. */
export function toParameters(path: string, query?: Json): Json {
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name)
  if (names.length === 0 && !query) return {}
  const inPath = names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }))
  return { parameters: [...inPath, ...(query ? [query] : [])] }
}
