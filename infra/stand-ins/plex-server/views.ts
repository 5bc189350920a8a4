import type { Item } from './items.ts'

/** What one account has seen of one item. Times in seconds since 1970, places in milliseconds. */
export interface View {
  viewCount: number
  viewOffset: number
  lastViewedAt: number
}

export type Views = ReturnType<typeof createViews>

/** Who has watched what: every account its own. */
export function createViews() {
  const accounts = new Map<number, Map<number, View>>()
  const of = (account: number): Map<number, View> => {
    const known = accounts.get(account) ?? new Map<number, View>()
    accounts.set(account, known)
    return known
  }
  const change = (account: number, { ratingKey }: Item, with_: Partial<View>): View => {
    const before = of(account).get(ratingKey) ?? { viewCount: 0, viewOffset: 0, lastViewedAt: 0 }
    const view = { ...before, ...with_ }
    of(account).set(ratingKey, view)
    return view
  }
  return {
    of: (account: number): ReadonlyMap<number, View> => of(account),
    get: (account: number, ratingKey: number): View | undefined => accounts.get(account)?.get(ratingKey),
    watched(account: number, item: Item, at = Math.floor(Date.now() / 1000)): View {
      const viewCount = (accounts.get(account)?.get(item.ratingKey)?.viewCount ?? 0) + 1
      return change(account, item, { viewCount, viewOffset: 0, lastViewedAt: at })
    },
    unwatched: (account: number, { ratingKey }: Item): void => void of(account).delete(ratingKey),
    /** Came as far as `viewOffset` milliseconds. */
    reached: (account: number, item: Item, viewOffset: number, at = Math.floor(Date.now() / 1000)): View =>
      change(account, item, { viewOffset, lastViewedAt: at }),
  }
}
