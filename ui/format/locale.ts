/** The language that the texts are in. */
export const LANGUAGE = 'en'

/** The person's own variant of it (en-GB, en-AU), else the language as such: a sentence never mixes two languages. */
export const locale: string =
  globalThis.navigator?.languages?.find((tag) => tag === LANGUAGE || tag.startsWith(`${LANGUAGE}-`)) ?? LANGUAGE

/** Names as a person orders them: "Disk 2" before "Disk 10". */
export const byName = new Intl.Collator(locale, { numeric: true }).compare
