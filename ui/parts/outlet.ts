import type { ComponentType } from 'preact'
import { html } from 'htm/preact'
import { useEffect, useState } from 'preact/hooks'
import type { Page } from '../pages.ts'
import { PageSkeleton } from './skeleton.ts'
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
  const fetchIt = (): void => {
    setError(undefined)
    preload(page).then(
      () => setArrived((times) => times + 1),
      (problem: unknown) => setError(problem),
    )
  }
  useEffect(() => {
    if (!component) fetchIt()
  }, [page])
  if (component) return html`<${component} key=${page.path} />`
  // after an update of the portal the old pieces are gone: only a reload brings the new ones
  if (error !== undefined) return html`<${Problem} error=${error} onRetry=${() => location.reload()} />`
  return html`<${PageSkeleton} title=${page.title} />`
}
