const KEY = 'medianest.door'
type LastDoor = 'plex' | 'password'

/** How somebody came in on this device the last time; undefined when nobody did, or the browser keeps nothing. */
export function lastDoor(): LastDoor | undefined {
  try {
    const kept = localStorage.getItem(KEY)
    return kept === 'plex' || kept === 'password' ? kept : undefined
  } catch {
    return undefined
  }
}

export function rememberDoor(door: LastDoor): void {
  try {
    localStorage.setItem(KEY, door)
  } catch {
    // a private window may refuse; then both doors are shown the next time too
  }
}
