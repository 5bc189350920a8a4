import { Document, isMap, isPair, isScalar, type Pair, type Scalar } from 'yaml'
import type { ConfigDocument, SettingDescription } from '../../contracts/settings.ts'
import { describeSettings } from '../../contracts/settings-description.ts'
import type { ServiceName } from '../../contracts/services.ts'
import { CATALOGUE } from '../../functions/settings/catalogue.ts'
import { wrapped } from '../cli/printed.ts'

const WIDTH = 100

const HEAD = ` Settings of MediaNest. npx medianest settings plan FILE shows what this file would change, and
 npx medianest settings apply FILE changes it: all of it or nothing.

 A setting that is not named goes back to its default; secrets and services that are not named
 stay as they are. A secret is written {env: NAME} or {file: PATH}, a path from this file on.`

/** A document as YAML, with what each setting means above it. */
export function toYaml(document: ConfigDocument): string {
  const { settings = {}, services = {} } = document
  const written = new Document({ settings, ...(Object.keys(services).length > 0 ? { services } : {}) })
  written.commentBefore = HEAD
  const described = Map.groupBy(describeSettings(), ({ section }) => section)
  for (const [index, [section, pair]] of pairsOf(written.get('settings')).entries()) {
    const own = described.get(section) ?? []
    comment(pair, [own[0]?.sectionTitle ?? section], index > 0)
    for (const [key, setting] of pairsOf(pair.value)) {
      const description = own.find((one) => one.key === key)
      if (description) comment(setting, meaning(description), false)
    }
    const secrets = own.filter(({ kind }) => kind === 'secret').flatMap(secretLines)
    if (secrets.length > 0 && isMap(pair.value)) pair.value.comment = asComment(secrets)
  }
  for (const [index, [name, pair]] of pairsOf(written.get('services')).entries())
    comment(pair, [secretsOf(name as ServiceName)], index > 0)
  return written.toString({ lineWidth: 0 })
}

const secretsOf = (name: ServiceName): string =>
  `Its secrets stay as they are stored, unless they stand here: ${secretsFor(name).join(', ')}`

/** How a service's credentials are written, each from a variable. */
export const secretsFor = (name: ServiceName): string[] =>
  CATALOGUE[name].needs.map((need) => `${need}: {env: ${upper(name)}_${upper(need)}}`)

/** `uptime-kuma` and `apiKey` as a variable has them. */
const upper = (text: string): string => text.replace('-', '_').replace(/[A-Z]/, '_$&').toUpperCase()

function meaning({ title, description, unit, default: usual, choices, min, max }: SettingDescription): string[] {
  const facts = [
    ...(choices ? [`One of ${choices.map(({ value, title }) => `${value} (${title})`).join(', ')}.`] : []),
    ...(unit === null ? [] : [`Unit: ${unit}${min === null || max === null ? '' : `, ${min} to ${max}`}.`]),
    ...(usual === null ? [] : [`Default: ${typeof usual === 'string' ? usual : JSON.stringify(usual)}.`]),
  ]
  return [`${title}. ${description}`, facts.join(' ')].flatMap((text) => wrapped(text, WIDTH))
}

const secretLines = (setting: SettingDescription): string[] => [
  ...meaning(setting),
  `${setting.key}: {env: ${setting.section.toUpperCase()}_${setting.key.toUpperCase()}}`,
]

const asComment = (lines: readonly string[]): string =>
  lines
    .filter((line) => line !== '')
    .map((line) => ` ${line}`)
    .join('\n')

function comment({ key }: Pair<Scalar>, lines: readonly string[], spaceBefore: boolean): void {
  key.commentBefore = asComment(lines)
  key.spaceBefore = spaceBefore
}

function pairsOf(node: unknown): [string, Pair<Scalar>][] {
  if (!isMap(node)) return []
  return node.items.flatMap((pair): [string, Pair<Scalar>][] =>
    isPair(pair) && isScalar(pair.key) ? [[String(pair.key.value), pair as Pair<Scalar>]] : [],
  )
}
