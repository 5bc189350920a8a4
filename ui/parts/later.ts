import type { ComponentType } from 'preact'
import { html } from 'htm/preact'
import { useEffect, useState } from 'preact/hooks'

/**
 * A part of a page whose code comes after the page stands. Until then, and when it cannot be had, `meanwhile` stands in
 * its place.
 */
export function later<P extends object>(load: () => Promise<ComponentType<P>>, meanwhile: unknown = null) {
  let loaded: ComponentType<P> | undefined
  return function Later(props: P) {
    const [, setArrived] = useState(false)
    useEffect(() => {
      if (loaded) return
      const arrive = (component: ComponentType<P>): void => {
        loaded = component
        setArrived(true)
      }
      void load().then(arrive, () => {})
    }, [])
    return loaded ? html`<${loaded} ...${props} />` : meanwhile
  }
}
