import { html } from 'htm/preact'
import { useEffect, useState } from 'preact/hooks'
import type { RouteAnswer } from '../../contracts/http.ts'
import { api } from '../api.ts'
import { RequestFailed } from '../failure.ts'
import { t } from '../messages.ts'
import { Boot } from '../parts/lazy.ts'
import { Problem } from '../parts/problem.ts'
import { StateMark } from '../parts/state-mark.ts'
import { Time } from '../parts/time.ts'
import { session } from '../state/session.ts'
import { Incidents, Planned } from './public-status/news.ts'
import { PublicGroup } from './public-status/group.ts'

const text = t.publicStatus
const AGAIN_MS = 60_000

export type Shown = RouteAnswer<'publicStatus'>

/** What strangers may see of the house, asked again while the page is looked at. */
export function PublicStatus() {
  const [shown, setShown] = useState<Shown>()
  const [error, setError] = useState<unknown>()
  const load = async (): Promise<void> => {
    try {
      setShown(await api.publicStatus())
      setError(undefined)
    } catch (problem) {
      setError(problem)
    }
  }
  useEffect(() => {
    void load()
    const timer = setInterval(() => document.visibilityState === 'visible' && void load(), AGAIN_MS)
    return () => clearInterval(timer)
  }, [])
  const isOff = error instanceof RequestFailed && error.code === 'NOT_FOUND'
  useEffect(() => {
    document.title = isOff ? text.off.title : (shown?.title ?? t.frame.product)
  }, [isOff, shown?.title])
  if (isOff) return html`<${Off} />`
  if (!shown && error === undefined) return html`<${Boot} />`
  return html`<main class="public">
    ${error !== undefined && html`<${Problem} error=${error} onRetry=${() => void load()} />`}
    ${shown && html`<${Page} shown=${shown} />`}
  </main>`
}

const Off = () =>
  html`<main class="public public-off">
    <h1>${text.off.title}</h1>
    <p class="muted">${text.off.text}</p>
    ${!session.value && html`<p><a href="/">${text.signIn}</a></p>`}
  </main>`

function Page({ shown }: { shown: Shown }) {
  const { title, description, status, at, groups, incidents, maintenance } = shown
  return html`<header class="public-head">
      <h1>${title}</h1>
      ${description && html`<p class="public-description">${description}</p>`}
    </header>
    <p class="public-verdict public-${status}" role="status">
      <${StateMark} status=${status} /><b>${text.verdict[status]}</b>
      <span class="muted small">${text.updated} <${Time} at=${at} /></span>
    </p>
    <${Incidents} incidents=${incidents?.filter(({ state }) => state === 'open') ?? null} open=${true} />
    <${Planned} windows=${maintenance} />
    ${groups.map((group) => html`<${PublicGroup} key=${group.name} group=${group} />`)}
    <${Incidents} incidents=${incidents?.filter(({ state }) => state !== 'open') ?? null} open=${false} />
    <footer class="public-foot">
      <a href="/api/public/feed.xml">${text.feed}</a>
      ${!session.value && html`<a href="/">${text.signIn}</a>`}
    </footer>`
}
