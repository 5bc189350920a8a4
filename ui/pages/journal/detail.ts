import { html } from 'htm/preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { RouteAnswer } from '../../../contracts/http.ts'
import type { Entry, EntryNode } from '../../../contracts/journal.ts'
import { api } from '../../api.ts'
import { doneBy } from '../../format/actor.ts'
import { t } from '../../messages.ts'
import { Icon } from '../../parts/icon.ts'
import { Problem } from '../../parts/problem.ts'
import { Bars } from '../../parts/skeleton.ts'
import { Time } from '../../parts/time.ts'
import { withQuery } from '../../router.ts'
import { hear } from '../../state/live.ts'
import { STORED_TYPES } from '../../state/live-types.ts'
import { factOf, isRedoable, isUnconfirmed } from './fact.ts'
import { Redo } from './redo.ts'
import { Said } from './said.ts'
import { Story } from './tree.ts'

const text = t.journal.detail

interface Props {
  id: string
  back: string
  onChoose: (id: string) => void
}

/** One entry: what it says, what caused it and what it caused. */
export function Detail({ id, back, onChoose }: Props) {
  const [entry, setEntry] = useState<Entry>()
  const [tree, setTree] = useState<RouteAnswer<'readTree'>>()
  const [error, setError] = useState<unknown>()
  const root = useRef<HTMLElement>(null)
  const load = (): void => {
    setError(undefined)
    api.getEntry({ id }).then(setEntry, setError)
    api.readTree({ id }).then(setTree, setError)
  }
  useEffect(() => {
    load()
    // where the list makes room for the entry, the person is led to it
    if (root.current && root.current.getBoundingClientRect().left < 200 && innerWidth < 1100) {
      scrollTo(0, 0)
      root.current.focus({ preventScroll: true })
    }
  }, [id])
  useEffect(() => {
    if (entry) document.title = t.frame.title(factOf(entry))
    return () => void (document.title = t.frame.title(t.titles.journal))
  }, [entry])
  useEffect(() => {
    if (!entry) return undefined
    return hear([...STORED_TYPES, 'dead-letter'], ({ correlationId }) => {
      if (correlationId === entry.correlationId) api.readTree({ id }).then(setTree, () => {})
    })
  }, [entry])
  return html`<section class="detail panel" aria-label=${text.label} tabindex="-1" ref=${root}>
    <a class="button button-quiet detail-back" href=${back}><${Icon} name="back" />${t.journal.back}</a>
    ${error !== undefined && html`<${Problem} error=${error} onRetry=${load} />`}
    ${!entry && error === undefined && html`<${Bars} rows=${5} />`}
    ${
      entry &&
      html`<${Head}
        entry=${entry}
        onChoose=${onChoose}
        onTree=${(node: EntryNode) => setTree((held) => held && { ...held, root: node })}
      />`
    }
    ${entry && tree && html`<${Story} tree=${tree} chosen=${id} onChoose=${onChoose} />`}
    ${entry && html`<${Said} data=${entry.data} /><${Exactly} entry=${entry} />`}
  </section>`
}

interface HeadProps {
  entry: Entry
  onChoose: (id: string) => void
  onTree: (root: EntryNode) => void
}

function Head({ entry, onChoose, onTree }: HeadProps) {
  const { kind, type, time } = entry
  return html`<header class="detail-head">
    <h2>${factOf(entry)}</h2>
    <p class="entry-type">
      <span class="mono">${type}</span>
      ${kind !== 'event' && html`<span class="tag tag-${kind}">${t.journal.kinds[kind]}</span>`}
      ${isUnconfirmed(entry) && html`<span class="tag">${t.journal.unconfirmed}</span>`}
    </p>
    <p class="muted">
      <${Time} at=${time} /> · ${text.by}
      ${doneBy(entry)}${entry.address && html`<span> · ${text.from} ${entry.address}</span>`}
    </p>
    ${isUnconfirmed(entry) && html`<p class="muted small">${t.journal.unconfirmedMore}</p>`}
    ${isRedoable(entry) && html`<${Redo} entry=${entry} onTree=${onTree} onChoose=${onChoose} />`}
  </header>`
}

function Exactly({ entry }: { entry: Entry }) {
  const { id, key, actor, correlationId } = entry
  return html`<section aria-label=${text.facts}>
    <h3>${text.facts}</h3>
    <dl class="pairs">
      <dt>${text.about}</dt>
      <dd><a class="mono break" href=${withQuery('/journal', { key })} title=${text.sameAbout}>${key}</a></dd>
      <dt>${text.by}</dt>
      <dd class="mono break">${actor}</dd>
      <dt>${text.id}</dt>
      <dd class="mono break">${id}</dd>
      <dt>${text.correlation}</dt>
      <dd>
        <a class="mono break" href=${withQuery('/journal', { correlationId })} title=${text.sameStory}
          >${correlationId}</a
        >
      </dd>
    </dl>
  </section>`
}
