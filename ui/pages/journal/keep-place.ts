import type { RefObject } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'

/**
 * Keeps what is being read where it is when entries come in above it: before the list changes it notes the first row
 * in sight, afterwards it scrolls by as much as that row has moved. At the very top the new ones simply appear.
 */
export function useKeepPlace(list: RefObject<HTMLElement | null>, entries: readonly { id: string }[]): void {
  const shown = useRef(entries)
  let before: { row: HTMLElement; top: number } | undefined
  if (shown.current !== entries && scrollY > 0) {
    const rows = [...(list.current?.querySelectorAll<HTMLElement>('[data-entry]') ?? [])]
    const row = rows.find((each) => each.getBoundingClientRect().top >= 0)
    if (row) before = { row, top: row.getBoundingClientRect().top }
  }
  useLayoutEffect(() => {
    const first = shown.current[0]?.id
    shown.current = entries
    // another question begins at its own top
    if (!before?.row.isConnected || !entries.some(({ id }) => id === first)) return
    const moved = before.row.getBoundingClientRect().top - before.top
    if (moved !== 0) scrollBy({ top: moved, behavior: 'instant' })
  }, [entries])
}
