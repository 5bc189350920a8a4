import type { ComponentType } from 'preact'
import { html } from 'htm/preact'
import { useEffect, useState } from 'preact/hooks'
import { RequestFailed } from '../failure.ts'
import { t } from '../messages.ts'
import { CardPage } from './card-page.ts'
import { Problem } from './problem.ts'

/** While nothing can be shown yet. */
export const Boot = () =>
  html`<div class="boot" role="status">
    <span class="boot-mark"></span><span class="unseen">${t.frame.loading}</span>
  </div>`

/** A page outside the frame whose code comes when it is needed. */
export function lazy(load: () => Promise<ComponentType>): ComponentType {
  let loaded: ComponentType | undefined
  return function Lazy() {
    const [, setArrived] = useState(0)
    const [failed, setFailed] = useState(false)
    useEffect(() => {
      if (loaded) return
      const arrive = (component: ComponentType): void => {
        loaded = component
        setArrived(1)
      }
      void load().then(arrive, () => setFailed(true))
    }, [])
    if (loaded) return html`<${loaded} />`
    if (!failed) return html`<${Boot} />`
    return html`<${CardPage} title=${t.frame.unreachable}>
      <${Problem} error=${new RequestFailed('OFFLINE', '')} onRetry=${() => location.reload()} />
    <//>`
  }
}
