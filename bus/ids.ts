import { createHash, randomUUID } from 'node:crypto'

/** Our own UUID namespace for derived ids; changing it would make every derived id new. */
const NAMESPACE = Buffer.from('5b0c2a5a6f7d4c0b9a1e3d2c4b5a6978', 'hex')

/** A fresh random id. */
export const newId = (): string => randomUUID()

/** UUID v5 of the parts: the same parts give the same id for ever. */
export function derivedId(...parts: (string | number)[]): string {
  const hash = createHash('sha1').update(NAMESPACE).update(parts.join('\u0000')).digest().subarray(0, 16)
  hash[6] = (hash[6]! & 0x0f) | 0x50
  hash[8] = (hash[8]! & 0x3f) | 0x80
  const hex = hash.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
