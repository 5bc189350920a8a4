import { OutsideError } from '../../../bus/index.ts'
import { type Answer, wordsOf } from '../seerr/requests.ts'
import { type Outcome, type RefusalCode, refused, type Waiting } from './outcome.ts'

interface Row {
  status: number | readonly number[]
  /** Seerr tells most refusals apart by their text only. */
  words?: RegExp
  outcome: (words: string) => Outcome
}

const says = (code: RefusalCode, message: string) => () => refused(code, message)
const waits =
  (on: Waiting['on'], mayHaveArrived = false) =>
  (words: string): Waiting => ({ is: 'waiting', on, reason: words, mayHaveArrived, answered: true })

const CSRF =
  'Seerr refuses changes by API key while its CSRF protection is on: switch that off in its Settings, Network.'
const UNKNOWN_TITLE = 'TMDB has no title under this number.'

/** What Seerr's refusals mean, the first that fits. As seen on Overseerr 1.34 and Seerr 3.1. */
const TABLE: readonly Row[] = [
  { status: 202, outcome: says('NO_SEASONS_LEFT', 'All of these seasons are there or asked for already.') },
  { status: [403, 500], words: /csrf/i, outcome: () => waits('Seerr')(CSRF) },
  {
    status: 403,
    words: /quota/i,
    outcome: (words) =>
      refused(
        'QUOTA_EXCEEDED',
        /movie/i.test(words)
          ? 'You have asked for as many films as Seerr allows you for now.'
          : 'You have asked for as many seasons as Seerr allows you for now.',
      ),
  },
  {
    status: 403,
    words: /block?listed|blacklisted/i,
    outcome: says('BLOCKLISTED', 'The person who runs this house does not want this title here.'),
  },
  { status: 403, words: /access this endpoint/i, outcome: () => ({ is: 'nobody' }) },
  {
    status: [401, 403],
    words: /make 4k/i,
    outcome: says('FORBIDDEN', 'Seerr does not let you ask for anything in 4K. Ask the person who runs this house.'),
  },
  {
    status: [401, 403],
    words: /make movie/i,
    outcome: says('FORBIDDEN', 'Seerr does not let you ask for films. Ask the person who runs this house.'),
  },
  {
    status: [401, 403],
    words: /make series|make tv/i,
    outcome: says('FORBIDDEN', 'Seerr does not let you ask for series. Ask the person who runs this house.'),
  },
  { status: 401, words: /cookie|logged in/i, outcome: () => waits('Seerr')('Seerr does not accept our API key.') },
  {
    status: [401, 403],
    outcome: says('FORBIDDEN', 'Seerr does not let you do this. Ask the person who runs this house.'),
  },
  { status: 409, outcome: says('ALREADY_REQUESTED', 'This was asked for already.') },
  { status: 404, words: /user/i, outcome: () => ({ is: 'nobody' }) },
  { status: 404, outcome: () => ({ is: 'gone' }) },
  { status: 400, outcome: (words) => refused('UPSTREAM_FAILED', `Seerr did not understand this: ${words}`) },
  { status: 500, words: /tmdb.*status code 404/i, outcome: says('NOT_FOUND', UNKNOWN_TITLE) },
  { status: 500, words: /issue not found/i, outcome: () => ({ is: 'gone' }) },
  { status: 500, words: /tmdb|themoviedb/i, outcome: waits('TMDB') },
  // it may have stored it before it stumbled
  { status: 500, outcome: waits('Seerr', true) },
]

/** What an answer means that brought nothing of what was asked for. */
export function meaningOf({ status, data }: Pick<Answer, 'status'> & { data: unknown }): Outcome {
  const words = wordsOf(data) ?? ''
  const row = TABLE.find(
    (one) => [one.status].flat().includes(status) && (one.words === undefined || one.words.test(words)),
  )
  if (row) return row.outcome(words || 'Seerr reports a failure of its own.')
  return {
    is: 'waiting',
    on: 'Seerr',
    reason: 'Seerr answered something that was not understood.',
    mayHaveArrived: true,
    answered: true,
  }
}

export const unknownTitle = refused('NOT_FOUND', UNKNOWN_TITLE)

/** Nothing of it left this machine, or Seerr was never reached. */
const NEVER_LEFT: readonly string[] = ['dns', 'refused', 'tls', 'open', 'request']

/** It did not answer as agreed. `sent`: what was to be told may have reached it. Throws what is no such failure. */
export function notThrough(
  error: unknown,
  signal: AbortSignal | undefined,
  sent: boolean,
  on: 'Seerr' | 'Lidarr' = 'Seerr',
): Waiting {
  if (error instanceof OutsideError) {
    const mayHaveArrived = sent && !NEVER_LEFT.includes(error.kind)
    // an open breaker counts its seconds; why it opened stays the same
    const reason = error.message.replace(/^.*The last failure: /s, '')
    return { is: 'waiting', on, reason, mayHaveArrived, answered: false }
  }
  if (!signal?.aborted) throw error
  const reason = `${on} answers too slowly.`
  return { is: 'waiting', on, reason, mayHaveArrived: sent, answered: false }
}
