import { html } from 'htm/preact'
import { useState } from 'preact/hooks'
import type { ServiceConnection } from '../../../contracts/services.ts'
import { Finder, type Found } from '../connections/finder.ts'
import { ConnectionForm } from '../connections/form.ts'

interface Props {
  services: readonly ServiceConnection[]
  onDone: () => void
}

const isSeerr = ({ name }: { name: string }): boolean => name === 'overseerr'

/** Address and key, with a look on this machine for whoever does not know the address. */
export function SeerrStep({ services, onDone }: Props) {
  const [found, setFound] = useState<string>()
  const seerr = services.find(isSeerr)
  if (!seerr) return null
  // others that are found are for the page of connections
  const others = new Set(services.filter((service) => !isSeerr(service)).map(({ name }) => name))
  return html`${seerr.url === null && html`<${Finder} connected=${others} onUse=${({ url }: Found) => setFound(url)} />`}
    <${ConnectionForm} key=${`${seerr.updatedAt} ${found}`} service=${seerr} found=${found} onSaved=${onDone} />`
}
