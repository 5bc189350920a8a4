/**
 * The names that a value has and how deep, with the kinds of value instead of the values; `other` is what it is held
 * against. A list counts by its first, and null or an empty list as whatever the other may be.
 */
export function shapeOf(value: unknown, other: unknown): unknown {
  if (value === null || other === null) return '?'
  if (Array.isArray(value) && Array.isArray(other)) {
    return value.length > 0 && other.length > 0 ? [shapeOf(value[0], other[0])] : '?'
  }
  if (typeof value !== 'object' || typeof other !== 'object') return typeof value
  const fields = other as Record<string, unknown>
  const entries = Object.entries(value).map(([key, inner]: [string, unknown]) => [
    key,
    shapeOf(inner, fields[key] ?? null),
  ])
  return Object.fromEntries(entries.sort(([a], [b]) => String(a).localeCompare(String(b))))
}

/** Where a value has a name that the recording lacks, or another kind of value, as paths. */
export function strangers(value: unknown, recorded: unknown, path = ''): string[] {
  if (value === null || recorded === null) return []
  if (recorded === undefined) return [path]
  if (typeof value !== typeof recorded || Array.isArray(value) !== Array.isArray(recorded)) return [path]
  if (Array.isArray(value) && Array.isArray(recorded)) {
    return value.length > 0 && recorded.length > 0 ? strangers(value[0], recorded[0], `${path}[]`) : []
  }
  if (typeof value !== 'object') return []
  const fields = recorded as Record<string, unknown>
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
    strangers(inner, fields[key], path === '' ? key : `${path}.${key}`),
  )
}
