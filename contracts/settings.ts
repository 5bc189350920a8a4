import { z } from 'zod'
import { action, event, query, state } from './define.ts'
import { SettingsInForce, sections } from './settings-schema.ts'

/** A value of any setting; what is secret shows as null or `"set"`. */
const Shown = z.record(z.string(), z.record(z.string(), z.unknown()))
export type ShownSettings = z.infer<typeof Shown>

/** One line of a difference. Secrets are `"changed"` on both sides. */
export const Change = z.object({
  /** `limits.writesPerMinute`, `services.plex.url`. */
  path: z.string(),
  from: z.unknown(),
  to: z.unknown(),
})
export type Change = z.infer<typeof Change>

export const GetConfig = query('settings.config', {
  summary: 'Every setting by section, defaults included.',
  input: {},
  result: Shown,
})

/** What is needed to draw a form, to write a file and to document a setting. */
export const SettingDescription = z.object({
  section: z.string(),
  sectionTitle: z.string(),
  key: z.string(),
  title: z.string(),
  description: z.string(),
  kind: z.enum(['boolean', 'number', 'text', 'choice', 'list', 'secret']),
  unit: z.string().nullable(),
  default: z.unknown(),
  choices: z.array(z.object({ value: z.string(), title: z.string() })).nullable(),
  min: z.number().nullable(),
  max: z.number().nullable(),
})
export type SettingDescription = z.infer<typeof SettingDescription>

export const DescribeConfig = query('settings.describe', {
  summary: 'Every setting with its kind, default, unit and description.',
  input: {},
  result: z.object({ items: z.array(SettingDescription), nextCursor: z.null() }),
})

/** Refuses what it does not know instead of passing over it. */
const strictly = <T extends { schema: z.ZodObject }>(contract: T): T => ({
  ...contract,
  schema: contract.schema.strict(),
})

/** A section may be partial: what is left out stays. `null` puts a setting back to its default. */
export const UpdateConfig = strictly(
  action('settings.update', {
    summary: 'Changes settings; all of it or nothing.',
    input: sections.partialInput,
    result: Shown,
    refusals: ['INVALID', 'CONFLICT'],
  }),
)

export const ConfigChange = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  /** `user:<id>`, `operator`. */
  actor: z.string(),
  actorName: z.string().nullable(),
  changes: z.array(Change),
})
export type ConfigChange = z.infer<typeof ConfigChange>

export const ListConfigChanges = query('settings.history', {
  summary: 'Changes of settings and services, newest first.',
  input: {
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().max(200).optional(),
  },
  result: z.object({ items: z.array(ConfigChange), nextCursor: z.string().nullable() }),
  refusals: ['INVALID'],
})

/** Settings and services as they stood right after that change; secrets included. */
export const RevertConfig = action('settings.revert', {
  summary: 'Goes back to how everything was set right after a change.',
  input: { id: z.uuid(), dryRun: z.boolean().default(false) },
  result: z.object({ changes: z.array(Change) }),
  refusals: ['NOT_FOUND', 'CONFLICT'],
})

/** As `settings.yaml` holds it. Secrets are never in it: a value may be `{env: NAME}` or `{file: PATH}` on the CLI's side. */
export const ConfigDocument = z.strictObject({
  settings: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
  services: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
})
export type ConfigDocument = z.infer<typeof ConfigDocument>

export const ExportConfig = query('settings.export', {
  summary: 'Settings and services as a document, without secrets.',
  input: {},
  result: ConfigDocument,
})

/**
 * A document is the whole truth: what it does not name goes back to its default. What it cannot hold stays where it
 * says nothing: a service that it does not name, secrets, and the `config` of a service.
 */
export const ApplyConfig = action('settings.apply', {
  summary: 'Brings settings and services to what a document says; all of it or nothing.',
  input: { document: ConfigDocument, dryRun: z.boolean().default(false) },
  result: z.object({ changes: z.array(Change) }),
  refusals: ['INVALID', 'CONFLICT'],
})

/** Watched by every process, keyed `current`: values with defaults filled in, secrets sealed. */
export const CurrentSettings = state('settings.current', {
  summary: 'The settings in force.',
  data: { version: z.int(), values: SettingsInForce },
})

export const SettingsChanged = event('settings.changed', {
  summary: 'Somebody changed settings or services.',
  data: { changeId: z.uuid(), changes: z.array(Change) },
  key: () => 'settings',
})
