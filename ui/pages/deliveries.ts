import { html } from 'htm/preact'
import { useEffect } from 'preact/hooks'
import type { Channel, Delivery } from '../../contracts/channels.ts'
import type { RouteInput } from '../../contracts/http.ts'
import { api } from '../api.ts'
import { t } from '../messages.ts'
import { Empty } from '../parts/empty.ts'
import { Field } from '../parts/field.ts'
import { PageHead } from '../parts/page-head.ts'
import { Problem } from '../parts/problem.ts'
import { Bars } from '../parts/skeleton.ts'
import { go, place, withQuery } from '../router.ts'
import { now } from '../state/clock.ts'
import { useAnswer } from '../state/use-answer.ts'
import { useList } from '../state/use-list.ts'
import { AlertTabs } from './alerts/tabs.ts'
import { Ledger } from './channels/ledger.ts'

const text = t.deliveries
const CHANGED_BY = ['alerts.transitioned', 'alerts.delivery-given-up', 'alerts.channel-changed'] as const
const FILTERS = ['channel', 'state', 'alert'] as const
type Filters = Partial<Record<(typeof FILTERS)[number], string>>
type Question = NonNullable<RouteInput<'listDeliveries'>>

const fetchChannels = async (): Promise<Channel[]> => (await api.listChannels({ limit: 200 })).items

const filtersOf = (query: URLSearchParams): Filters =>
  Object.fromEntries(FILTERS.flatMap((name) => (query.get(name) ? [[name, query.get(name)]] : [])))

const questionOf = ({ channel, state, alert }: Filters): Question => ({
  ...(channel && { channelId: channel }),
  ...(alert && { alertId: alert }),
  ...(state && { state: state as Delivery['state'] }),
})

/** The ledger: who was told what, with every try. */
export function Deliveries() {
  const filters = filtersOf(place.value.query)
  const question = questionOf(filters)
  const { items, error, hasMore, more, reload } = useList(
    JSON.stringify(question),
    (cursor, signal) => api.listDeliveries(cursor ? { ...question, cursor } : question, signal),
    CHANGED_BY,
  )
  // a message that goes out announces nothing
  const underWay = items?.some(({ state }) => state === 'waiting') ?? false
  useEffect(() => {
    if (underWay) reload()
  }, [now.value])
  const narrowed = Object.keys(filters).length > 0
  const change = (part: Filters): void =>
    go(withQuery('/alerts/deliveries', { ...filters, ...part }), { replace: true })
  return html`<${PageHead} title=${t.titles.deliveries} lead=${html`<p>${text.lead}</p>`} />
    <${AlertTabs} />
    <${FilterForm} filters=${filters} onChange=${change} />
    ${error !== undefined && html`<${Problem} error=${error} onRetry=${reload} />`}
    ${!items && error === undefined && html`<${Bars} />`}
    ${
      items?.length === 0 &&
      html`<${Empty}
        icon="send"
        title=${narrowed ? text.noMatchTitle : text.emptyTitle}
        text=${narrowed ? text.noMatch : text.empty}
      />`
    }
    ${items && items.length > 0 && html`<${Ledger} deliveries=${items} onRetried=${reload} />`}
    ${hasMore && html`<button type="button" class="button more-button" onClick=${more}>${text.more}</button>`}`
}

function FilterForm({ filters, onChange }: { filters: Filters; onChange: (part: Filters) => void }) {
  const { answer: channels } = useAnswer(fetchChannels, ['alerts.channel-changed'])
  const select = (name: keyof Filters, label: string, choices: readonly (readonly [string, string])[]) =>
    html`<${Field}
      label=${label}
      control=${(ties: object) =>
        html`<select
          ...${ties}
          name=${name}
          onChange=${(event: Event) => onChange({ [name]: (event.currentTarget as HTMLSelectElement).value })}
        >
          ${choices.map(
            ([value, word]) =>
              html`<option key=${value} value=${value} selected=${(filters[name] ?? '') === value}>${word}</option>`,
          )}
        </select>`}
    />`
  return html`<form
    class="filters filters-few"
    role="search"
    aria-label=${text.filters.label}
    onSubmit=${(event: Event) => event.preventDefault()}
  >
    <div class="filters-fields">
      ${select('channel', text.filters.channel, [
        ['', text.filters.anyChannel],
        ...(channels ?? []).map(({ id, name }) => [id, name] as const),
      ])}
      ${select('state', text.filters.state, [['', text.filters.anyState], ...Object.entries(text.states)])}
    </div>
    ${
      filters.alert &&
      html`<p class="muted">
        ${text.filters.alert}.
        <button type="button" class="link" onClick=${() => onChange({ alert: '' })}>${text.filters.clear}</button>
      </p>`
    }
  </form>`
}
