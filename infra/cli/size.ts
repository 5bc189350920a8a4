const UNITS = ['kB', 'MB', 'GB', 'TB'] as const

/** `812 B`, `4.2 kB`, `118 MB`: thousands, as disks are sold. */
export function sizeOf(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  let value = bytes
  let unit: string = 'B'
  for (const next of UNITS) {
    if (value < 999.5) break
    value /= 1000
    unit = next
  }
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${unit}`
}
