import { html } from 'htm/preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { ServiceConnection } from '../../contracts/services.ts'
import { api } from '../api.ts'
import { t } from '../messages.ts'
import { Confirm } from '../parts/confirm.ts'
import { Empty } from '../parts/empty.ts'
import { focusTitle, PageHead } from '../parts/page-head.ts'
import { Problem } from '../parts/problem.ts'
import { SettingsTabs } from '../parts/settings-tabs.ts'
import { Bars } from '../parts/skeleton.ts'
import { go, place, withQuery } from '../router.ts'
import { serviceOf } from '../state/board.ts'
import { say } from '../state/notices.ts'
import { useAnswer } from '../state/use-answer.ts'
import { Available } from './connections/available.ts'
import { ConnectionCard } from './connections/card.ts'
import { Editor } from './connections/editor.ts'
import { Finder } from './connections/finder.ts'
import { Outside } from './connections/outside.ts'
import { useOutside } from './connections/use-outside.ts'

const text = t.connections
const CHANGED_BY = [
  'settings.service-configured',
  'settings.service-disconnected',
  'status.monitor-added',
  'status.monitor-removed',
] as const

interface Known {
  services: ServiceConnection[]
  /** Ids of the monitors that watch them, by their names. */
  monitors: ReadonlyMap<string, string>
}

async function fetchKnown(): Promise<Known> {
  const [services, monitors] = await Promise.all([api.listServices(), api.listMonitors({ limit: 500 })])
  const watching = monitors.items.flatMap(({ id, service }) => (service ? [[service, id] as const] : []))
  return { services: services.items, monitors: new Map(watching) }
}

/** The services that MediaNest speaks with: those that are connected, those that can be, and how the calls go. */
export function Connections() {
  const { answer: known, error, reload } = useAnswer(fetchKnown, CHANGED_BY)
  const services = known?.services
  const systems = useOutside()
  const [leaving, setLeaving] = useState<ServiceConnection>()
  const { path, query } = place.value
  const asked = /^\/connections\/(.+)$/.exec(path)?.[1]
  const edited = services?.find(({ name }) => name === asked)
  const connected = services?.filter(({ url }) => url !== null) ?? []
  const others = services?.filter(({ url }) => url === null) ?? []
  const close = (): void => go('/connections')
  const leadOn = useLeadOn(services, leaving)

  const disconnect = async ({ name, title }: ServiceConnection): Promise<void> => {
    await api.disconnectService({ name })
    say('ok', text.disconnected(title))
    leadOn(name)
    setLeaving(undefined)
    reload()
  }
  return html`<${PageHead} title=${t.titles.connections} lead=${html`<p>${text.lead}</p>`} />
    <${SettingsTabs} />
    ${error !== undefined && html`<${Problem} error=${error} onRetry=${reload} />`}
    ${!services && error === undefined && html`<${Bars} kind="card" rows=${2} />`}
    ${
      services &&
      html`<section class="section" aria-labelledby="connected-title">
          <h2 id="connected-title">${text.connected}</h2>
          ${connected.length === 0 && html`<${Empty} icon="plug" title=${text.noneTitle} text=${text.none} />`}
          <div class="connections">
            ${connected.map(
              (service) =>
                html`<${ConnectionCard}
                  key=${service.name}
                  service=${service}
                  systems=${systems ?? []}
                  tile=${serviceOf(known?.monitors.get(service.name) ?? '')}
                  onDisconnect=${() => setLeaving(service)}
                />`,
            )}
          </div>
          <${Finder}
            connected=${new Set(connected.map(({ name }) => name))}
            onUse=${({ name, url }: { name: string; url: string }) => go(withQuery(`/connections/${name}`, { found: url }))}
          />
        </section>
        <${Available} services=${others} />`
    }
    ${systems && html`<${Outside} systems=${systems} />`}
    ${
      edited &&
      html`<${Editor}
        key=${edited.name}
        service=${edited}
        found=${query.get('found') ?? undefined}
        onClose=${close}
        onSaved=${() => {
          close()
          reload()
        }}
      />`
    }
    ${
      leaving &&
      html`<${Confirm}
        title=${text.disconnectTitle(leaving.title)}
        text=${text.disconnectText(leaving.title)}
        more=${text.disconnectMore}
        confirm=${text.disconnectConfirm}
        busy=${text.disconnecting}
        danger=${true}
        onConfirm=${() => disconnect(leaving)}
        onClose=${() => setLeaving(undefined)}
      />`
    }`
}

/** The button that was pressed goes with its card; whoever pressed it goes on at the top. */
function useLeadOn(services: readonly ServiceConnection[] | undefined, leaving: unknown): (name: string) => void {
  const left = useRef<string>(undefined)
  useEffect(() => {
    if (!left.current || leaving || services?.some(({ name, url }) => name === left.current && url !== null)) return
    left.current = undefined
    if (document.activeElement === document.body) focusTitle()
  }, [services, leaving])
  return (name) => void (left.current = name)
}
