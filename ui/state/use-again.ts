import { useEffect } from 'preact/hooks'

const AGAIN_MS = 5000

/** Asks again a little later, as long as the answer lacks something that nobody announces. */
export function useAgain(answer: unknown, lacks: boolean, reload: () => void): void {
  useEffect(() => {
    if (!lacks) return undefined
    const timer = setTimeout(reload, AGAIN_MS)
    return () => clearTimeout(timer)
  }, [answer])
}
