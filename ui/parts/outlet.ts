import type { ComponentType } from 'preact'
import { html } from 'htm/preact'
import { useEffect, useState } from 'preact/hooks'
import { RequestFailed } from '../failure.ts'
import type { Page } from '../pages.ts'
import { hear } from '../state/live.ts'
import { PageSkeleton } from './skeleton.ts'
import { focusTitle, PageHead } from './page-head.ts'
import { Problem } from './problem.ts'

const loaded = new Map<Page, ComponentType>()

/** Fetches a page's code ahead of the click. */
export async function preload(page: Page): Promise<ComponentType> {
  const known = loaded.get(page)
  if (known) return known
  const component = page.lazy ? await (page.load as () => Promise<ComponentType>)() : (page.load as ComponentType)
  loaded.set(page, component)
  return component
}

/** Shows a page, and its outline until its code is there. */
export function Outlet({ page }: { page: Page }) {
  const [, setArrived] = useState(0)
  const [error, setError] = useState<unknown>()
  const component = page.lazy ? loaded.get(page) : (page.load as ComponentType)
  const arrive = (): void => {
    const waiting = document.activeElement?.id === 'page-title'
    setArrived((times) => times + 1)
    // the outline's heading goes; whoever was led there is led to the page's own
    if (waiting) requestAnimationFrame(focusTitle)
  }
  const fetchIt = (): void => {
    setError(undefined)
    preload(page).then(arrive, () => setError(new RequestFailed('OFFLINE', '')))
  }
  useEffect(() => {
    if (!component) fetchIt()
  }, [page])
  // a browser may remember that a piece was missing, so only a reload is sure to fetch it
  useEffect(() => (error === undefined ? undefined : hear(['reset'], () => location.reload())), [error])
  if (component) return html`<${component} key=${page.path} />`
  // the portal is away, or was updated and the old pieces are gone
  if (error !== undefined) {
    return html`<${PageHead} title=${page.title} /> <${Problem} error=${error} onRetry=${() => location.reload()} />`
  }
  return html`<${PageSkeleton} title=${page.title} />`
}
