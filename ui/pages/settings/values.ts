import type { SettingDescription } from '../../../contracts/settings.ts'
import { number } from '../../format/number.ts'
import { t } from '../../messages.ts'

const text = t.settings

/** What stands in a form: what is typed, or null for "back to the default" (of a secret: forget it). */
export type Typed = string | boolean | null
export type TypedSection = Readonly<Record<string, Typed>>

type Described = Pick<SettingDescription, 'kind' | 'unit' | 'choices' | 'default' | 'min' | 'max'>

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

/** A value in words, for hints and differences. */
export function shownOf({ kind, unit, choices }: Pick<Described, 'kind' | 'unit' | 'choices'>, value: unknown): string {
  if (value === null || value === undefined || value === '') return text.notSet
  if (kind === 'secret') return value === 'changed' ? text.history.secretChanged : text.set
  if (kind === 'boolean') return value === true ? text.on : text.off
  if (kind === 'list') return Array.isArray(value) && value.length > 0 ? value.join(', ') : text.none
  if (kind === 'choice') return choices?.find((choice) => choice.value === value)?.title ?? asText(value)
  const plain = typeof value === 'number' ? number(value) : asText(value)
  return unit ? `${plain} ${unit}` : plain
}

/** A value as its control begins with it. A secret never comes to the page, so its field is empty. */
export function typedOf({ kind }: Pick<Described, 'kind'>, value: unknown): string | boolean {
  if (kind === 'boolean') return value === true
  if (kind === 'secret' || value === null || value === undefined) return ''
  return Array.isArray(value) ? value.join('\n') : asText(value)
}

export const isDefault = (described: Pick<Described, 'default'>, value: unknown): boolean =>
  JSON.stringify(described.default ?? null) === JSON.stringify(value ?? null)

export type Parsed = { value: unknown } | { wrong: string }

/** What was typed as the route takes it, or what is wrong with it as far as the page can tell. */
export function parse({ kind, min, max }: Pick<Described, 'kind' | 'min' | 'max'>, typed: Typed): Parsed {
  if (typed === null || typeof typed === 'boolean') return { value: typed }
  if (kind === 'list') {
    return {
      value: typed
        .split(/[\n,]/)
        .map((line) => line.trim())
        .filter(Boolean),
    }
  }
  if (kind === 'number') return parseNumber(typed, min, max)
  if (kind === 'text') return { value: typed.trim() === '' ? null : typed.trim() }
  return { value: typed }
}

function parseNumber(typed: string, min: number | null, max: number | null): Parsed {
  const value = Number(typed.trim().replace(',', '.'))
  if (typed.trim() === '' || !Number.isFinite(value)) return { wrong: text.notANumber }
  if ((min !== null && value < min) || (max !== null && value > max)) return { wrong: text.outOfRange(min, max) }
  return { value }
}

/** Those fields of a section that say something else than what is stored, ready to be sent, and what is wrong. */
export function changesOf(
  described: readonly SettingDescription[],
  stored: Readonly<Record<string, unknown>>,
  typed: TypedSection,
): { values: Record<string, unknown>; wrong: Record<string, string> } {
  const values: Record<string, unknown> = {}
  const wrong: Record<string, string> = {}
  for (const one of described) {
    const entered = typed[one.key]
    if (entered === undefined || (one.kind === 'secret' && entered === '')) continue
    const parsed = parse(one, entered)
    if ('wrong' in parsed) wrong[one.key] = parsed.wrong
    else if (differs(one, stored[one.key], parsed.value)) values[one.key] = parsed.value
  }
  return { values, wrong }
}

function differs(one: SettingDescription, stored: unknown, value: unknown): boolean {
  if (value === null) return one.kind === 'secret' ? stored !== null && stored !== undefined : !isDefault(one, stored)
  return one.kind === 'secret' || JSON.stringify(stored) !== JSON.stringify(value)
}
