import { useEffect, useRef } from 'preact/hooks'
import { hear, type LiveMessage } from './live.ts'
import type { LiveType } from './live-types.ts'

/** An outage of fifty services is one reason to ask again, not fifty. */
const CALM_MS = 2000

/**
 * Asks again after messages of these types: once within two seconds, however many come. With `about` only those count
 * that are about this monitor, or about no single one.
 */
export function useCalmReload(reload: () => void, types: readonly LiveType[], about?: string): void {
  const asking = useRef(reload)
  asking.current = reload
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const onMessage = ({ data }: LiveMessage): void => {
      const monitor = (data as { monitorId?: string } | undefined)?.monitorId
      if (timer !== undefined || (about !== undefined && monitor !== undefined && monitor !== about)) return
      timer = setTimeout(() => {
        timer = undefined
        asking.current()
      }, CALM_MS)
    }
    const stop = hear(types, onMessage)
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [about])
}
