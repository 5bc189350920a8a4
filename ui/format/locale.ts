/** The language that the texts are in. */
export const LANGUAGE = 'en'

const isOurs = (tag: string): boolean => tag === LANGUAGE || tag.startsWith(`${LANGUAGE}-`)

/**
 * The variant of the language for somebody with these languages, the preferred one first; a sentence never mixes two
 * languages. Where another language is preferred, `en` and `en-US` say nothing, as browsers add them by themselves: the
 * day then stands before the month and the clock has 24 hours.
 */
export function variantOf(languages: readonly string[]): string {
  const [first = LANGUAGE] = languages
  if (isOurs(first)) return first
  return languages.find((tag) => isOurs(tag) && tag !== LANGUAGE && tag !== `${LANGUAGE}-US`) ?? `${LANGUAGE}-GB`
}

export const locale: string = variantOf(globalThis.navigator?.languages ?? [])

/** Names as a person orders them: "Disk 2" before "Disk 10". */
export const byName = new Intl.Collator(locale, { numeric: true }).compare
