import { html } from 'htm/preact'
import { api } from '../../api.ts'
import { t } from '../../messages.ts'
import { Empty } from '../../parts/empty.ts'
import { services } from '../../state/board.ts'
import { isAdmin } from '../../state/session.ts'
import { useAnswer } from '../../state/use-answer.ts'

const text = t.alerts

const countRules = async (): Promise<number | undefined> =>
  isAdmin() ? (await api.listRules({ limit: 200 })).items.filter(({ enabled }) => enabled).length : undefined

/** Nothing fires: says what watches, or that nothing does. */
export function Well() {
  const { answer: rules } = useAnswer(countRules, ['alerts.rule-changed'])
  const many = services.value?.length ?? 0
  const unwatched = rules === 0
  return html`<${Empty}
    icon=${unwatched ? 'warning' : 'check'}
    title=${unwatched ? text.nothingTitle : text.wellTitle}
    text=${unwatched ? text.nothingWatches : text.well(many, rules)}
  >
    ${isAdmin() && html`<a class="button" href="/alerts/rules">${text.toRules}</a>`}
  <//>`
}
