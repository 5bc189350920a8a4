import { signal } from '@preact/signals'

export interface Place {
  path: string
  query: URLSearchParams
}

const here = (): Place => ({ path: location.pathname, query: new URLSearchParams(location.search) })

/** Where the person is. */
export const place = signal<Place>({ path: '/', query: new URLSearchParams() })

/** Whether the person came by the back or forward button: then a list stands where it stood. */
let cameBack = false
export const wentBack = (): boolean => cameBack

/** Goes to an address of ours; `replace` leaves no step behind for the back button. */
export function go(to: string, { replace = false }: { replace?: boolean } = {}): void {
  if (to === location.pathname + location.search + location.hash) return
  if (replace) history.replaceState(null, '', to)
  else history.pushState(null, '', to)
  cameBack = false
  place.value = here()
}

/** A path with those query fields that say something. */
export function withQuery(path: string, fields: Record<string, string | undefined>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) if (value) query.set(name, value)
  const text = query.toString()
  return text ? `${path}?${text}` : path
}

/** Addresses that the edge answers itself. */
const isOurs = (path: string): boolean => !/^\/(api|hooks|ws|assets)(\/|$)/.test(path)

function onClick(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0) return
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
  const link = (event.target as Element | null)?.closest?.('a')
  if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return
  if (!isOurs(link.pathname) || link.getAttribute('href')?.startsWith('#')) return
  event.preventDefault()
  go(link.pathname + link.search + link.hash)
}

/** Follows links and the back button from now on. */
export function startRouter(): void {
  place.value = here()
  addEventListener('popstate', () => {
    cameBack = true
    place.value = here()
  })
  document.addEventListener('click', onClick)
  // whoever opens a web push is led by the worker that showed it
  navigator.serviceWorker?.addEventListener('message', ({ data }: MessageEvent<{ type?: string; path?: string }>) => {
    if (data?.type === 'go' && data.path?.startsWith('/')) go(data.path)
  })
}
