import type { RouteInput } from '../../../contracts/http.ts'

/** The filters as they stand in the address; days in the person's zone, both inclusive. */
export const FILTERS = ['who', 'type', 'what', 'from', 'to'] as const
export type Filters = Partial<Record<(typeof FILTERS)[number], string>>
export type Question = RouteInput<'audit'>

export const filtersOf = (query: URLSearchParams): Filters =>
  Object.fromEntries(FILTERS.flatMap((name) => (query.get(name) ? [[name, query.get(name)]] : [])))

/** The first moment of a day in the person's zone, or of the day `later` days after it. */
function beginOf(day: string | undefined, later = 0): string | undefined {
  const [year, month, date] = (/^(\d{4})-(\d\d)-(\d\d)$/.exec(day ?? '') ?? []).slice(1).map(Number)
  if (year === undefined || month === undefined || date === undefined) return undefined
  return new Date(year, month - 1, date + later).toISOString()
}

/** What the audit log is asked: the last day counts as a whole. */
export const questionOf = ({ who, type, what, from, to }: Filters): Question => ({
  who: who?.trim() || undefined,
  type: type || undefined,
  what: what?.trim() || undefined,
  from: beginOf(from),
  to: beginOf(to, 1),
})

/** Where the same is to be had as a table. */
export function csvAddress(question: Question): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(question)) if (typeof value === 'string') query.set(name, value)
  const text = query.toString()
  return text ? `/api/admin/audit.csv?${text}` : '/api/admin/audit.csv'
}

/** What happens by itself, by domain. */
const PASSED_ON =
  /^(library|requests)\.|^alerts\.(delivery-given-up|notice-left)$|^status\.(changed|cause-changed|source-(lost|found)|maintenance-(began|ended))$|^webhooks\.received$/

/** Types that somebody does, of all that there are. */
export const auditedOf = (types: readonly string[]): string[] => types.filter((type) => !PASSED_ON.test(type))
