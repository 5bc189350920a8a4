import type { RefObject } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'

/** Opens a fold each time something is found to be wrong in it, also when the person has folded it since. */
export function useFold(anyWrong: boolean, wrong: unknown): RefObject<HTMLDetailsElement | null> {
  const fold = useRef<HTMLDetailsElement>(null)
  useLayoutEffect(() => {
    if (anyWrong && fold.current) fold.current.open = true
  }, [wrong])
  return fold
}
