declare const TYPE: unique symbol

/** A place for something of this machine (a folder, a program's address) that who composes the portal hands in. */
export interface Provided<T> {
  readonly name: string
  readonly [TYPE]?: T
}

/** Declares the place; `<domain>.<name>`. Functions ask for what stands there by `ctx.provided`. */
export const provided = <T>(name: string): Provided<T> => ({ name })

/** What stands in a place. */
export interface Provision {
  readonly name: string
  readonly value: unknown
}

export const provide = <T>(place: Provided<T>, value: T): Provision => ({ name: place.name, value })

/** Throws when nobody handed it in. */
export function findProvided<T>(provisions: readonly Provision[], place: Provided<T>): T {
  const found = provisions.find((provision) => provision.name === place.name)
  if (!found) throw new Error(`Nobody provides ${place.name} here.`)
  return found.value as T
}
