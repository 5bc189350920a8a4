import { useEffect } from 'preact/hooks'
import { api } from '../../api.ts'
import { useAnswer } from '../../state/use-answer.ts'
import type { Breaker } from './state-of.ts'

const LOOK_MS = 10_000

const fetchOutside = async (): Promise<Breaker[]> => (await api.outside()).systems

/** How the calls to outside systems go, asked again while the page is looked at; undefined until it is known. */
export function useOutside(): Breaker[] | undefined {
  const { answer, reload } = useAnswer(fetchOutside, ['settings.service-configured', 'settings.service-disconnected'])
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && reload(), LOOK_MS)
    return () => clearInterval(timer)
  }, [])
  return answer
}
