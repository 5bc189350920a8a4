import { SERVICE_NAMES } from '../../contracts/services.ts'
import { Settings } from '../../contracts/settings-schema.ts'
import { describeSettings } from '../../contracts/settings-description.ts'
import { CATALOGUE } from '../../functions/settings/catalogue.ts'
import { wrapped } from '../cli/printed.ts'
import { secretsFor, toYaml } from './write.ts'

const WIDTH = 96

/** `infra/settings.example.yaml`: every setting as it is by default, and every service as a comment. */
export function exampleSettings(): string {
  const values: Record<string, Record<string, unknown>> = structuredClone(Settings.parse({}))
  for (const { section, key, kind } of describeSettings()) if (kind === 'secret') delete values[section]?.[key]
  const services = SERVICE_NAMES.flatMap((name) => {
    const { title, defaultPort, hint } = CATALOGUE[name]
    const lines = [`url: http://${name}:${defaultPort}`, 'enabled: true', ...secretsFor(name)]
    return [
      ...wrapped(`${title}. ${hint}`, WIDTH).map((line) => `# ${line}`),
      `${name}:`,
      ...lines.map((line) => `  ${line}`),
    ]
  })
  const block = [
    'services:',
    ...services
      .join('\n')
      .split('\n')
      .map((line) => `  ${line}`),
  ]
  return `${toYaml({ settings: values })}\n${block.map((line) => `# ${line}`).join('\n')}\n`
}

/** The same with its services in force, to see that the comment is a document too. */
export const withServices = (example: string): string => example.replaceAll(/^# (services:|  .*)$/gm, '$1')
