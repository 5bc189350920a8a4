import { html } from 'htm/preact'
import { place } from '../router.ts'
import { IncidentPage } from './incidents/incident.ts'
import { IncidentList } from './incidents/list.ts'

/** What belonged together; an address below shows one of them. */
export function Incidents() {
  const asked = /^\/alerts\/incidents\/([\w-]+)$/.exec(place.value.path)?.[1]
  return asked ? html`<${IncidentPage} key=${asked} id=${asked} />` : html`<${IncidentList} />`
}
