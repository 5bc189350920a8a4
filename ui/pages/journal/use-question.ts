import { useRef } from 'preact/hooks'
import type { Entry } from '../../../contracts/journal.ts'
import { actorFor } from '../../format/actor.ts'
import { actorMeant, namesOf, type Understood } from './actors.ts'
import { questionOf, typeMeant, type Filters, type Question } from './filters-of.ts'

type Word = 'type' | 'actor'

export interface Asked {
  question: Question
  /** What has to be chosen before a word counts. */
  unclear: { filter: Word; typed: string; options: readonly string[] }[]
  /** Takes in who stands in the list. */
  see: (entries: readonly Entry[]) => void
  /** Names to offer. */
  names: () => string[]
}

/** The question that the filters ask. While a word is not whole the last whole one counts, so that the list stays. */
export function useQuestion(filters: Filters): Asked {
  const seen = useRef(new Set<string>())
  const last = useRef<Partial<Record<Word, string | undefined>>>({})
  const unclear: Asked['unclear'] = []
  const take = (filter: Word, understood: Understood): void => {
    if (understood.step === 'complete') last.current[filter] = understood.value
    else unclear.push({ filter, typed: filters[filter] ?? '', options: understood.options })
  }
  take('type', typeMeant(filters.type ?? ''))
  take('actor', actorMeant(filters.actor ?? '', seen.current))
  return {
    question: { ...questionOf(filters), type: last.current.type, actor: last.current.actor },
    unclear,
    see: (entries) => entries.forEach((entry) => seen.current.add(actorFor(entry))),
    names: () => namesOf(seen.current),
  }
}
