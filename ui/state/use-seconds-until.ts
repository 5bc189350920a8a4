import { useEffect, useState } from 'preact/hooks'

/** Whole seconds until a moment (milliseconds since 1970), rounded up; draws anew each second and stops at 0. */
export function useSecondsUntil(at: number | undefined): number {
  const [, setTick] = useState(0)
  const left = at === undefined ? 0 : Math.max(0, Math.ceil((at - Date.now()) / 1000))
  const over = left === 0
  useEffect(() => {
    if (over) return undefined
    const timer = setInterval(() => setTick((tick) => tick + 1), 1000)
    return () => clearInterval(timer)
  }, [at, over])
  return left
}
