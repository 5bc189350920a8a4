import { html } from 'htm/preact'
import { useEffect, useRef } from 'preact/hooks'
import { t } from '../messages.ts'

/** Far enough ahead that a page is there before its place is. */
const AHEAD = '900px'

interface Props {
  more: () => void
  busy: boolean
  /** How many are shown: with each page it watches anew. */
  shown: number
}

/** Brings the next page when the end is near, or when it is pressed. */
export function MoreButton({ more, busy, shown }: Props) {
  const button = useRef<HTMLButtonElement>(null)
  const latest = useRef(more)
  latest.current = more
  useEffect(() => {
    if (!button.current || busy) return undefined
    const watched = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) latest.current()
      },
      { rootMargin: AHEAD },
    )
    watched.observe(button.current)
    return () => watched.disconnect()
  }, [busy, shown])
  return html`<button type="button" class="button more-button" ref=${button} aria-disabled=${busy} onClick=${more}>
    ${busy ? t.library.shelf.loadingMore : t.library.shelf.more}
  </button>`
}
