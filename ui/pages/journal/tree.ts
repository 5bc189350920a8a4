import { html } from 'htm/preact'
import type { RouteAnswer } from '../../../contracts/http.ts'
import { doneBy } from '../../format/actor.ts'
import { clockTimeSeconds, duration } from '../../format/time.ts'
import { flattenTree, spanMs, type Branch } from '../../format/tree.ts'
import { t } from '../../messages.ts'
import { Icon } from '../../parts/icon.ts'
import { Time } from '../../parts/time.ts'
import { factOf, iconOf } from './fact.ts'

const text = t.journal.detail

interface Props {
  tree: RouteAnswer<'readTree'>
  chosen: string
  onChoose: (id: string) => void
}

/** The story of an entry from its first cause down, with the time between each cause and what it caused. */
export function Story({ tree, chosen, onChoose }: Props) {
  const lines = flattenTree(tree.root, chosen)
  const after = lines.filter(({ role }) => role === 'effect').length
  const before = lines.filter(({ role }) => role === 'cause').length
  return html`<section class="story" aria-label=${text.story}>
    <h3>${text.story}</h3>
    <p class="muted">${before + after === 0 ? text.alone : text.summary(before, after, spanMs(tree.root))}</p>
    <ol class="branches">
      ${lines.map((branch) => html`<${Line} key=${branch.entry.id} branch=${branch} onChoose=${onChoose} />`)}
    </ol>
    ${tree.truncated && html`<p class="muted small">${text.truncated}</p>`}
  </section>`
}

const lagText = (lagMs: number): string => (lagMs < 1 ? text.lagNone : text.lag(lagMs))

function Line({ branch, onChoose }: { branch: Branch; onChoose: (id: string) => void }) {
  const { entry, depth, lagMs, role, rails, last, open } = branch
  const when = Date.parse(entry.time)
  return html`<li class="branch branch-${role} branch-${entry.kind}">
    ${rails.map((on, at) => html`<span key=${at} class="rail ${on ? 'rail-on' : ''}"></span>`)}
    ${depth > 0 && html`<span class="elbow ${last ? 'elbow-last' : ''}"></span>`}
    <span class="node ${open ? 'node-open' : ''}">
      <span class="node-mark"><${Icon} name=${iconOf(entry)} size=${16} /></span>
    </span>
    <div class="branch-text">
      <p class="branch-meta">
        <span class="branch-role">${text.roles[role]}</span>
        ${
          lagMs === undefined
            ? html`<span>${doneBy(entry)}</span>`
            : html`<span class="lag" title=${duration(lagMs)}>${lagText(lagMs)}</span>`
        }
      </p>
      <button
        type="button"
        class="entry-open"
        aria-current=${role === 'chosen' ? 'true' : undefined}
        onClick=${() => onChoose(entry.id)}
      >
        ${factOf(entry)}
      </button>
      <p class="entry-type">
        <span class="mono">${entry.type}</span>
        <${Time} at=${when} focusable=${false}>${clockTimeSeconds(when)}<//>
        ${entry.kind !== 'event' && html`<span class="tag tag-${entry.kind}">${t.journal.kinds[entry.kind]}</span>`}
      </p>
    </div>
  </li>`
}
