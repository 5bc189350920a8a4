import { useEffect, useRef } from 'preact/hooks'
import type { PlexItem } from '../../contracts/plex-library.ts'
import { session } from './session.ts'

/** Plex is asked behind the first answer what the person watched; after this long the second answer has it. */
const SOON_MS = 2500
const TRIES = 2

/** Asks again, a few times, while it is not known of all titles how far a person is who is linked to Plex. */
export function useWatched(items: readonly Pick<PlexItem, 'watched'>[] | undefined, reload: () => void): void {
  const tries = useRef(0)
  const linked = session.value?.plex === 'linked'
  const unknown = linked && (items?.some(({ watched }) => watched === null) ?? false)
  useEffect(() => {
    if (!unknown || tries.current >= TRIES) return undefined
    tries.current++
    const timer = setTimeout(reload, SOON_MS)
    return () => clearTimeout(timer)
  }, [unknown, items])
}
