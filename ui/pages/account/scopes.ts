import type { Area, Scope } from '../../../contracts/scopes.ts'
import { LANGUAGE } from '../../format/locale.ts'
import { t } from '../../messages.ts'

/** A unit test holds it against the contract, whose schema the browser does not load. */
export const AREAS: readonly Area[] = [
  'status',
  'alerts',
  'media',
  'library',
  'downloads',
  'journal',
  'people',
  'settings',
  'webhooks',
]
/** A key can do no more than its owner, so these are of no use to others. */
const FOR_ADMINS: ReadonlySet<Area> = new Set(['journal', 'people', 'settings', 'webhooks'])

export const areasFor = (admin: boolean): readonly Area[] => AREAS.filter((area) => admin || !FOR_ADMINS.has(area))

const list = new Intl.ListFormat(LANGUAGE, { type: 'conjunction' })

/** "Board and monitors (read, change), Journal (read)": what a key may do. */
export function scopeWords(scopes: readonly Scope[]): string {
  const words = AREAS.flatMap((area) => {
    const verbs = [
      scopes.includes(`${area}:read`) ? t.account.keys.read : [],
      scopes.includes(`${area}:write`) ? t.account.keys.write : [],
    ].flat()
    return verbs.length > 0 ? `${t.account.keys.area(area)} (${verbs.join(', ')})` : []
  })
  return list.format(words)
}
