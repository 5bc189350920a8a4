import type { z } from 'zod'
import { keyId, Sealer } from '../../bus/seal.ts'
import type { KeyRing } from '../../contracts/keys.ts'

export type Ring = z.output<typeof KeyRing.schema>
export type RingKey = Ring['keys'][number]

/** The keys of a ring that was opened. */
export interface OpenKeys {
  /** The one that seals first. */
  seal: Buffer[]
  root: Buffer
}

/** The house key is not the one that the ring was wrapped by. */
export class WrongHouseKey extends Error {
  override readonly name = 'WrongHouseKey'
}

export const wrap = (key: Buffer, houseKey: Buffer): string => new Sealer([houseKey]).seal(key.toString('base64'))

/** Throws `WrongHouseKey` when the ring, or the key that seals, is not wrapped by this house key. */
export function unwrap(ring: Ring, houseKey: Buffer): OpenKeys {
  const house = new Sealer([houseKey])
  const open = (key: RingKey | undefined): Buffer => {
    const wrapped = key?.wrapped[keyId(houseKey)]
    if (wrapped === undefined) throw new WrongHouseKey('The keys of this house are wrapped by another key.')
    return Buffer.from(house.open(wrapped), 'base64')
  }
  const sealing = ring.keys.filter((key) => key.purpose === 'seal')
  const others = sealing.filter((key) => !key.current && key.wrapped[keyId(houseKey)] !== undefined)
  return {
    // what was sealed by the house key itself, before there was a ring, still opens
    seal: [open(sealing.find((key) => key.current)), ...others.map(open), houseKey],
    root: open(ring.keys.find((key) => key.purpose === 'root')),
  }
}
