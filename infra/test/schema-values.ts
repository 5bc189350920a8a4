import * as fc from 'fast-check'
import { z } from 'zod'

type Schema = z.core.JSONSchema.BaseSchema

/** JSON Schema of what a zod schema takes. */
export const toInputSchema = (schema: z.ZodType): Schema =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })

/** Values that a JSON schema may take, roughly: patterns and refinements are not followed. */
export function valuesOf(schema: Schema): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const any = schema.anyOf ?? schema.oneOf
  if (any) return fc.oneof(...any.map(valuesOf))
  switch (schema.type) {
    case 'object':
      return objectOf(schema)
    case 'array':
      return fc.array(valuesOf((schema.items ?? {}) as Schema), { maxLength: 3 })
    case 'integer':
      return fc.integer({ min: clamp(schema.minimum, -1000), max: clamp(schema.maximum, 1000) })
    case 'number':
      return fc.double({ noNaN: true, min: -1000, max: 1000 })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'string':
      if (schema.format === 'uuid') return fc.uuid()
      if (schema.format === 'date-time') return fc.constant('2026-01-02T03:04:05.000Z')
      return fc.string({ minLength: schema.minLength ?? 0, maxLength: Math.min(schema.maxLength ?? 20, 40) })
    default:
      return fc.jsonValue({ maxDepth: 2 })
  }
}

const clamp = (limit: number | undefined, otherwise: number): number =>
  limit === undefined || Math.abs(limit) > 1e9 ? otherwise : limit

function objectOf(schema: Schema): fc.Arbitrary<unknown> {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, Schema>)
  const fields = Object.fromEntries(properties.map(([name, of]) => [name, valuesOf(of)]))
  const required = new Set(schema.required)
  return fc.record(fields, { requiredKeys: Object.keys(fields).filter((name) => required.has(name)) as never[] })
}

/** Anything that has no business in a field: other types, enormous text, deep nesting, what breaks careless parsers. */
export const rubbish: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom<unknown>(
    null,
    '',
    ' ',
    '\u0000',
    '\ud800',
    '../../etc/passwd',
    "'; drop table account; --",
    '${7*7}{{7*7}}',
    '<script>alert(1)</script>',
    'x'.repeat(5000),
    '0x10',
    '1e400',
    -1,
    0,
    1.5,
    Number.MAX_SAFE_INTEGER,
    [],
    {},
    [[[[[[[]]]]]]],
    { $sealed: 'x' },
    { $personal: { of: 'x', sealed: 'y' } },
    { __proto__: { polluted: true }, constructor: { prototype: {} } },
    true,
  ),
)
