import { useEffect, useState } from 'preact/hooks'

/** As many as a screen shows. */
const FIRST = 24
const STEP = 48

/**
 * How many of many things may be drawn by now: what the first screen shows at once, the rest in the pauses after it,
 * so that the first paint does not wait for what nobody sees yet.
 */
export function usePaced(total: number): number {
  const [drawn, setDrawn] = useState(FIRST)
  useEffect(() => {
    if (drawn >= total) return undefined
    const timer = setTimeout(() => setDrawn(drawn + STEP), 16)
    return () => clearTimeout(timer)
  }, [drawn, total])
  return drawn
}
