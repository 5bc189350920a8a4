import type { RefObject } from 'preact'
import { useEffect, useLayoutEffect } from 'preact/hooks'

interface Kept {
  href: string
  top: number
  focused: boolean
}

/** Where lists were left, by their address. */
const kept = new Map<string, Kept>()
const KEEP = 20

function note(address: string, list: HTMLElement): void {
  const links = [...list.querySelectorAll<HTMLElement>('a[href]')]
  const focused = links.find((link) => link === document.activeElement)
  const link = focused ?? links.find((each) => each.getBoundingClientRect().bottom > 0)
  const href = link?.getAttribute('href')
  if (!link || !href) return
  kept.delete(address)
  kept.set(address, { href, top: link.getBoundingClientRect().top, focused: focused !== undefined })
  const [oldest] = kept.keys()
  if (kept.size > KEEP && oldest !== undefined) kept.delete(oldest)
}

/** Puts the card that was opened back where it was on the screen, with the focus, when the person comes `back`. */
export function usePlaceKept(list: RefObject<HTMLElement | null>, back: boolean): void {
  useEffect(() => {
    const place = kept.get(location.pathname + location.search)
    if (!back || !place) return undefined
    // after the frame, which leads whoever arrives to the top
    const timer = setTimeout(() => {
      const link = list.current?.querySelector<HTMLElement>(`a[href="${CSS.escape(place.href)}"]`)
      if (!link) return
      link.scrollIntoView({ block: 'start', behavior: 'instant' })
      scrollBy({ top: link.getBoundingClientRect().top - place.top, behavior: 'instant' })
      if (place.focused) link.focus({ preventScroll: true })
    })
    return () => clearTimeout(timer)
  }, [])
  useLayoutEffect(() => {
    const address = location.pathname + location.search
    const onClick = (): void => {
      if (list.current) note(address, list.current)
    }
    // before the router leaves the page, while the card still stands where it was
    addEventListener('click', onClick, true)
    return () => removeEventListener('click', onClick, true)
  })
}
