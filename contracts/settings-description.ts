import { z } from 'zod'
import type { SettingDescription } from './settings.ts'
import { SECTIONS, type SettingMeta } from './settings-schema.ts'

type Kind = SettingDescription['kind']

const KINDS: Readonly<Record<string, Kind>> = {
  boolean: 'boolean',
  integer: 'number',
  number: 'number',
  array: 'list',
  string: 'text',
}

/** The parts of a JSON schema that say what a form looks like. */
interface Form {
  type?: string
  enum?: string[]
  minimum?: number
  maximum?: number
  anyOf?: Form[]
}

/** Every setting as a form, a file or a manual needs it, in the order of the sections. */
export function describeSettings(): SettingDescription[] {
  return Object.entries(SECTIONS).flatMap(([section, { title, settings }]) =>
    Object.entries(settings as Record<string, z.ZodType>).map(([key, schema]) => describe(section, title, key, schema)),
  )
}

function describe(section: string, sectionTitle: string, key: string, schema: z.ZodType): SettingDescription {
  const { title, description, unit, secret, choices = {} } = schema.meta() as unknown as SettingMeta
  const form = formOf(schema)
  const kind = secret ? 'secret' : form.enum ? 'choice' : (KINDS[form.type ?? ''] ?? 'text')
  return {
    section,
    sectionTitle,
    key,
    title,
    description,
    kind,
    unit: unit ?? null,
    default: schema.parse(undefined),
    choices: form.enum?.map((value) => ({ value, title: choices[value] ?? value })) ?? null,
    min: form.minimum ?? null,
    max: form.maximum ?? null,
  }
}

/** Of what may be null, the other half. */
function formOf(schema: z.ZodType): Form {
  const form = z.toJSONSchema(schema, { io: 'input' }) as Form
  return form.anyOf?.find(({ type }) => type !== 'null') ?? form
}
