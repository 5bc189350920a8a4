import { METRICS } from '../../../contracts/alerts.ts'
import type { Rule } from './rule.ts'

/** What an alert is called, and what was seen, each as people read it. */
export interface Words {
  /** Without anything that only admins may read. */
  title: string
  reason: string
}

const rounded = (value: number): string => String(Math.round(value * 10) / 10)

const lower = (text: string): string => text.slice(0, 1).toLowerCase() + text.slice(1)

export const stateWords = (name: string, state: 'offline' | 'degraded', error: string | null): Words => ({
  title: `${name} is ${state}`,
  reason: error ? `${name} is ${state}: ${error}` : `${name} is ${state}.`,
})

export function thresholdWords(name: string, rule: Rule, value: number | null): Words {
  const { condition } = rule
  if (condition.kind !== 'threshold') throw new Error(`${rule.name} has no threshold.`)
  const { title, unit } = METRICS[condition.metric]
  const limit = condition.above ?? condition.below ?? 0
  const side = condition.above === undefined ? 'below' : 'above'
  return {
    title: `${name}: ${lower(title)} ${side} ${rounded(limit)} ${unit}`,
    reason: `${title}: ${value === null ? 'unknown' : `${rounded(value)} ${unit}`}, ${side} ${rounded(limit)}.`,
  }
}

/** `45 s`, `12 min`, `3 h 5 min`, `2 d 4 h`. */
export function spell(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  const [unit, big, small] = minutes < 1440 ? (['h', 60, 1] as const) : (['d', 1440, 60] as const)
  const rest = Math.floor((minutes % big) / small)
  return `${Math.floor(minutes / big)} ${unit}${rest ? ` ${rest} ${unit === 'h' ? 'min' : 'h'}` : ''}`
}

/** `2026-03-29 02:00 UTC`, of an ISO time. */
export const clock = (at: string): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`

/** What an alert of a rule is called. */
export const titleOf = (name: string, rule: Rule): string =>
  rule.condition.kind === 'state'
    ? stateWords(name, rule.condition.state, null).title
    : rule.condition.kind === 'threshold'
      ? thresholdWords(name, rule, null).title
      : name
