import { useEffect, useRef } from 'preact/hooks'
import { focusTitle } from './page-head.ts'

/**
 * For lists of which a row loses the button that was pressed: the focus that went with it goes to `focus` (the page's
 * title by default) with the next state of the list. Returns what announces that a row was acted on.
 */
export function useLeadOn(list: unknown, focus: () => void = focusTitle): () => void {
  const acted = useRef(false)
  useEffect(() => {
    if (!acted.current) return
    acted.current = false
    if (document.activeElement === document.body) focus()
  }, [list])
  return () => void (acted.current = true)
}
