import { z } from 'zod'

/** What stands beside the schema of a setting: the page, the API, `settings.yaml` and the docs show it. */
export interface SettingMeta {
  title: string
  description: string
  unit?: string
  /** Sealed in the database, write-only through the API. */
  secret?: boolean
  /** Titles of the values of a choice. */
  choices?: Readonly<Record<string, string>>
}

interface Section {
  title: string
  settings: Record<string, z.ZodType>
}

const setting = <T extends z.ZodType>(schema: T, meta: SettingMeta): T => schema.meta({ ...meta })

/** Every setting of the house. One more is one line; one more section is one block. Each has a default. */
export const SECTIONS = {
  auth: {
    title: 'Signing in',
    settings: {
      plexAccess: setting(z.enum(['shared', 'invited']).default('shared'), {
        title: 'Who may sign in with Plex',
        description:
          'People with whom your Plex server is shared, or in addition anyone who was given an invitation. Strangers are refused and not stored.',
        choices: { shared: 'People who own or share the server', invited: 'Also anyone with an invitation' },
      }),
      twoFactor: setting(z.enum(['optional', 'offered', 'required']).default('offered'), {
        title: 'Two-factor sign-in for admins',
        description:
          'Any person may turn it on. Admins can be offered it at their first sign-in, or required to have it.',
        choices: {
          optional: 'Left to each admin',
          offered: 'Offered at first sign-in',
          required: 'Required of admins',
        },
      }),
      sessionHours: setting(z.int().min(1).max(720).default(24), {
        title: 'Length of a session',
        description: 'Without “remember me” a person signs in again after this time.',
        unit: 'hours',
      }),
      plexDeviceTokens: setting(z.boolean().default(false), {
        title: 'Short-lived Plex tokens',
        description:
          'Uses Plex’s device-key tokens, which end after 7 days and are renewed before. A house that was off for eight days loses its links, so this is off.',
      }),
    },
  },
  limits: {
    title: 'Limits',
    settings: {
      writesPerMinute: setting(z.int().min(10).max(100_000).default(100), {
        title: 'Changes and outside calls',
        description: 'How often one person may change something or have another service asked.',
        unit: 'per minute',
      }),
      readsPerMinute: setting(z.int().min(100).max(1_000_000).default(1200), {
        title: 'Readings',
        description: 'How often one person may read what the portal itself knows.',
        unit: 'per minute',
      }),
    },
  },
  requests: {
    title: 'Requests',
    settings: {
      memberRequestsPerWeek: setting(z.int().min(0).max(10_000).nullable().default(null), {
        title: 'Requests of a member',
        description:
          'How many films, series and albums a member may ask for in seven days. Empty is no limit of ours; a limit of the person’s own comes first, and Seerr’s apply in addition.',
        unit: 'per week',
      }),
      adminRequestsPerWeek: setting(z.int().min(0).max(10_000).nullable().default(null), {
        title: 'Requests of an admin',
        description: 'The same for admins. Empty is no limit.',
        unit: 'per week',
      }),
      retryBudget: setting(z.int().min(0).max(20).default(5), {
        title: 'Automatic retries',
        description:
          'How often a request that Sonarr or Radarr could not take is handed on again by itself once they are well. 0 leaves it to you.',
        unit: 'retries',
      }),
      lateAfterHours: setting(z.int().min(1).max(720).default(6), {
        title: 'Late without a release',
        description: 'After this time without anything found for it, a request is shown as late.',
        unit: 'hours',
      }),
    },
  },
  alerts: {
    title: 'Alerts',
    settings: {
      reopenMinutes: setting(z.int().min(0).max(1440).default(15), {
        title: 'The same outage again',
        description:
          'What fails again so soon after it was resolved reopens its alert instead of raising a new one. 0 always raises a new one.',
        unit: 'minutes',
      }),
    },
  },
  backup: {
    title: 'Backups',
    settings: {
      enabled: setting(z.boolean().default(true), {
        title: 'Daily backup',
        description: 'Saves the portal’s own state (accounts, settings, requests; no films) every day.',
      }),
      keep: setting(z.int().min(1).max(365).default(30), {
        title: 'Backups kept',
        description: 'Older ones are deleted.',
        unit: 'backups',
      }),
      passphrase: setting(z.string().min(12).max(256).nullable().default(null), {
        title: 'Pass phrase',
        description:
          'Wraps the encryption key inside each backup. Without one the key is not in the backup, and you keep it yourself.',
        secret: true,
      }),
    },
  },
} as const satisfies Record<string, Section>

export type SectionName = keyof typeof SECTIONS

type Values = { [S in SectionName]: z.ZodObject<(typeof SECTIONS)[S]['settings']> }

/** Sections with every default filled in. */
export const Settings = z.object(
  Object.fromEntries(
    Object.entries(SECTIONS).map(([name, section]) => [name, z.object(section.settings).prefault({})]),
  ) as unknown as { [S in SectionName]: z.ZodPrefault<Values[S]> },
)
export type Settings = z.output<typeof Settings>

/** Whether a setting is a secret. */
export const isSecret = (schema: z.ZodType): boolean => (schema.meta() as SettingMeta | undefined)?.secret === true

/** The same as it stands in messages: what is secret is sealed, and a sealed text is longer than what was typed. */
export const SettingsInForce = z.object(
  Object.fromEntries(
    Object.entries(SECTIONS).map(([name, { settings }]) => {
      const shape = Object.entries(settings as Record<string, z.ZodType>).map(([key, schema]) => [
        key,
        isSecret(schema) ? z.string().nullable().default(null) : schema,
      ])
      return [name, z.object(Object.fromEntries(shape) as Record<string, z.ZodType>).prefault({})]
    }),
  ),
) as unknown as typeof Settings

/** What a setting takes from a person: no default is filled in, and `null` puts it back to its default. */
const given = (schema: z.ZodType): z.ZodType => {
  const inner = schema instanceof z.ZodDefault ? (schema.unwrap() as z.ZodType) : schema
  return inner.nullable().optional()
}

export const sections = {
  /** A partial object by section; unknown sections and keys are refused. */
  partialInput: Object.fromEntries(
    Object.entries(SECTIONS).map(([name, section]) => [
      name,
      z
        .strictObject(Object.fromEntries(Object.entries(section.settings).map(([key, schema]) => [key, given(schema)])))
        .optional(),
    ]),
  ) as { [S in SectionName]: z.ZodOptional<z.ZodObject<Record<string, z.ZodType>>> },
}
