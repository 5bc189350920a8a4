import { html } from 'htm/preact'
import type { Change, SettingDescription } from '../../../contracts/settings.ts'
import { humanised } from '../../format/actor.ts'
import { t } from '../../messages.ts'
import { shownOf } from './values.ts'

const text = t.settings.history

/** A difference in words. */
export interface Difference {
  what: string
  from: string
  to: string
}

const PLAIN = { kind: 'text', unit: null, choices: null } as const

/** A value that no schema describes: of a service, or of a setting that is no more. */
function plainly(value: unknown): string {
  if (typeof value === 'boolean') return shownOf({ ...PLAIN, kind: 'boolean' }, value)
  if (typeof value === 'object' && value !== null) return JSON.stringify(value)
  return shownOf(PLAIN, value)
}

/** A line of a difference with the titles that the person knows. */
export function differenceOf(
  { path, from, to }: Change,
  described: readonly SettingDescription[],
  titles: ReadonlyMap<string, string>,
): Difference {
  const [section = '', key = '', ...rest] = path.split('.')
  if (section === 'services') {
    const [field = '', ...deeper] = rest
    const words = [text.services[field] ?? humanised(field).toLowerCase(), ...deeper].filter(Boolean).join(' ')
    return {
      what: [titles.get(key) ?? humanised(key), words].filter(Boolean).join(': '),
      from: plainly(from),
      to: plainly(to),
    }
  }
  const setting = described.find((one) => one.section === section && one.key === key)
  if (!setting) return { what: path, from: plainly(from), to: plainly(to) }
  return {
    what: `${setting.sectionTitle}: ${setting.title}`,
    from: shownOf(setting, from),
    to: shownOf(setting, to),
  }
}

interface Props {
  changes: readonly Change[]
  described: readonly SettingDescription[]
  titles: ReadonlyMap<string, string>
}

/** What changed, from what to what. */
export function Differences({ changes, described, titles }: Props) {
  return html`<ul class="differences">
    ${changes.map((change) => {
      const { what, from, to } = differenceOf(change, described, titles)
      return html`<li key=${change.path}>
        <span class="difference-what">${what}</span>
        <span class="difference-values break">
          ${
            // of a secret it is said only that it changed
            from !== to &&
            html`<span class="unseen">${text.from} </span><s>${from}</s> <span aria-hidden="true"> → </span
              ><span class="unseen"> ${text.to} </span>`
          }<b>${to}</b>
        </span>
      </li>`
    })}
  </ul>`
}
