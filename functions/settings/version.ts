const numbersOf = (version: string): number[] =>
  version
    .replace(/^\D+/, '')
    .split(/[.-]/)
    .map((part) => Number.parseInt(part, 10))
    .filter((part) => !Number.isNaN(part))

/** Whether a version is not older than another, number by number. What has no number (`develop`) is new enough. */
export function atLeast(version: string, least: string): boolean {
  const own = numbersOf(version)
  if (own.length === 0) return true
  for (const [index, number] of numbersOf(least).entries()) {
    const difference = (own[index] ?? 0) - number
    if (difference !== 0) return difference > 0
  }
  return true
}
