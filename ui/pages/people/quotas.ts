import type { Quotas } from '../../../contracts/people.ts'

const MOST = 10_000

export type QuotaDraft = Record<keyof Quotas, string>

export const draftOf = ({ requestsPerWeek, downloadsPerHour }: Quotas): QuotaDraft => ({
  requestsPerWeek: requestsPerWeek === null ? '' : String(requestsPerWeek),
  downloadsPerHour: downloadsPerHour === null ? '' : String(downloadsPerHour),
})

/** What a field says: a limit, null for none, undefined when it is not understood. */
export function limitIn(field: string): number | null | undefined {
  const text = field.trim()
  if (text === '') return null
  return /^\d{1,5}$/.test(text) && Number(text) <= MOST ? Number(text) : undefined
}
