import { LANGUAGE } from '../format/locale.ts'
import { number } from '../format/number.ts'
import { once } from '../format/once.ts'

const rules = once(() => new Intl.PluralRules(LANGUAGE))

/** "1 service", "3 services". */
export const count = (many: number, one: string, other: string): string =>
  `${number(many)} ${rules().select(many) === 'one' ? one : other}`
