/** Fields of a fact that name a person. */
export const MENTIONS = ['requestedBy', 'reportedBy', 'commentedBy'] as const

/** What a person wrote, by the field that says who it was; what is left of it must still be what the contract says. */
const WORDS: Partial<Record<(typeof MENTIONS)[number], [field: string, instead: string | null]>> = {
  reportedBy: ['message', null],
  commentedBy: ['comment', ''],
}

interface Stated {
  /** JSON of type and data. */
  fact: string
  mark: string
}

/** A statement without these people (names in lower case), and without what they wrote. */
export function forgetIn({ fact, mark }: Stated, names: ReadonlySet<string>): Stated {
  const { data, ...rest } = JSON.parse(fact) as { data: Record<string, unknown> }
  const left = { ...data }
  for (const field of MENTIONS) {
    const name = data[field]
    if (typeof name !== 'string' || !names.has(name.toLowerCase())) continue
    left[field] = null
    const [words, instead] = WORDS[field] ?? []
    if (words !== undefined && words in data) left[words] = instead
    // what names no request is told apart by who asked
    if (mark.endsWith(` by=${name}`)) mark = mark.slice(0, -name.length)
  }
  return { fact: JSON.stringify({ ...rest, data: left }), mark }
}
