/** What a person can mend about a backup that was not made; null for anything else. */
export function refusalOf(error: unknown): { code: 'CONFLICT' | 'UNAVAILABLE'; message: string } | null {
  if (!(error instanceof Error)) return null
  if (error.name === 'BackupUnderWay') return { code: 'CONFLICT', message: error.message }
  return error.name === 'BackupError' ? { code: 'UNAVAILABLE', message: error.message } : null
}
