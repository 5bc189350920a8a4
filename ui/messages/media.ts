import type { MediaKind } from '../../contracts/media.ts'
import { number } from '../format/number.ts'
import { relativeTime } from '../format/time.ts'
import { count } from './plural.ts'

/** What titles are called and marked with, wherever they are shown. */
export const media = {
  kind: { movie: 'Film', tv: 'Series', music: 'Album' } satisfies Record<MediaKind, string>,
  in4k: '4K',
  marks: {
    available: 'In the library',
    partly: 'Partly in the library',
    mine: 'Asked for by you',
    others: 'Asked for',
    pending: 'Waits for approval',
    waiting: 'Kept until it can be handed on',
    failed: 'Asked for, failed',
    blocklisted: 'Not wanted here',
  },
  seasons: (numbers: readonly number[]) =>
    numbers.length === 1 && numbers[0] === 0
      ? 'Specials'
      : `${numbers.length === 1 ? 'Season' : 'Seasons'} ${ranges(numbers)}`,
  season: (season: number, name?: string | null) => name ?? (season === 0 ? 'Specials' : `Season ${season}`),
}

/** "1–3, 5" of 1, 2, 3 and 5. */
function ranges(numbers: readonly number[]): string {
  const runs: [number, number][] = []
  for (const one of numbers.toSorted((a, b) => a - b)) {
    const last = runs.at(-1)
    if (last && one === last[1] + 1) last[1] = one
    else runs.push([one, one])
  }
  return runs.map(([from, to]) => (from === to ? String(from) : `${from}–${to}`)).join(', ')
}

export const discover = {
  lead: 'Look for a film, a series or an album, and ask for what is not here yet.',
  search: 'Search films, series and music',
  type: 'What to look for',
  types: { all: 'All', movie: 'Films', tv: 'Series', music: 'Music' },
  trending: 'Much watched these days',
  albumsSeen: 'Albums that were looked for here',
  recent: 'New in Plex',
  results: (query: string) => `Found for “${query}”`,
  found: (many: number, query: string) => `${count(many, 'title', 'titles')} found for ${query}`,
  more: 'Show more',
  loadingMore: 'Loading more',
  emptyTitle: (query: string) => `Nothing found for “${query}”`,
  empty: 'Try the original title, fewer words, or look among all kinds.',
  emptyMemory: 'Only what was seen here before can be looked through now. Try again when that is over.',
  emptyType: 'Look among all kinds',
  nothingTitle: 'Nothing to show yet',
  nothing: 'Type what you are looking for.',
}

export const title = {
  back: 'Discover',
  notThere: {
    title: 'No such title',
    text: 'There is nothing under this address, or it was removed where the titles come from.',
    back: 'Look for something else',
  },
  wrongKind: 'This address is incomplete.',
  facts: {
    title: 'Facts',
    original: 'Original title',
    released: 'Released',
    runtime: 'Length',
    genres: 'Genres',
    vote: 'Rating',
    cast: 'With',
  },
  vote: (vote: number) => `${vote.toFixed(1)} of 10`,
  minutes: (minutes: number) =>
    minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h${minutes % 60 ? ` ${minutes % 60} min` : ''}`,
  as: (name: string) => ` as ${name}`,
  asOf: (time: number, now: number) => `As it was ${relativeTime(time, now)}.`,
  play: 'Play in Plex',
  report: 'Report a problem',
  requests: {
    title: 'Requests for it',
    mine: 'yours',
    others: 'of somebody else',
    in4k: 'in 4K',
    open: 'See how far it is',
  },
  ask: {
    title: 'Ask for it',
    movie: 'Ask for this film',
    tv: 'Ask for all seasons',
    music: 'Ask for this album',
    seasons: (many: number) => (many === 0 ? 'Choose a season' : `Ask for ${count(many, 'season', 'seasons')}`),
    busy: 'Asking',
    in4k: 'In 4K',
    in4kHint: 'A copy of its own on the second server. Ask for it only if you have a screen for it.',
    what: 'It goes to Seerr in your name. Whoever runs the house approves it, where that is needed, and you are told how it goes.',
    whatMusic:
      'An admin decides on it, unless you are one or a rule does. Then it goes to Lidarr, and you are told how it goes.',
    here: (many: number) => `${count(many, 'season is', 'seasons are')} here already.`,
    asked: (many: number) => `${count(many, 'season was', 'seasons were')} asked for already.`,
    left: (remaining: number, limit: number) =>
      `You may ask for ${number(remaining)} more of ${number(limit)} in seven days.`,
    none: (limit: number) =>
      `You have asked for ${number(limit)} in the last seven days, which is as much as you may. Wait until the oldest of them is a week old.`,
    done: (title: string) => `You asked for ${title}.`,
    waiting: (title: string, to: 'Seerr' | 'Lidarr') =>
      `${title} is kept here, and goes to ${to} by itself as soon as that answers. You need not ask again.`,
    follow: 'See how far it is',
    allThere: 'All of it is in the library.',
    all4kThere: 'It is in the library, in 4K too.',
    running: 'It was asked for already, and is on its way.',
    blocklisted: 'Whoever runs this house does not want this title here, so it cannot be asked for.',
    noMusic: 'Albums that are here already can be played in Plex.',
  },
  seasons: {
    title: 'Seasons',
    all: 'All that are missing',
    episodes: (many: number) => count(many, 'episode', 'episodes'),
    state: { yes: 'In the library', partly: 'Partly in the library', no: 'Not here' },
    requested: 'Asked for',
    airs: (date: string) => `from ${date}`,
    none: 'Which seasons there are is not known yet. All of them can be asked for.',
  },
  refused: {
    ALREADY_AVAILABLE: { what: 'It is in the library already.', next: 'Play it in Plex.' },
    ALREADY_REQUESTED: { what: 'It was asked for already.', next: 'Its request below shows how far it is.' },
    NO_SEASONS_LEFT: {
      what: 'All of these seasons are here or were asked for already.',
      next: 'Choose others, or look at the requests below.',
    },
    QUOTA_EXCEEDED: {
      what: 'You have asked for as much as you may for now.',
      next: 'Try again in a few days, or ask whoever runs the house for a higher limit.',
    },
    FORBIDDEN: {
      what: 'Your account may not ask for this.',
      next: 'Whoever runs the house can allow it at Seerr.',
    },
    BLOCKLISTED: {
      what: 'This title is on the blocklist of the house.',
      next: 'Talk to whoever runs the house if you want it all the same.',
    },
  },
}
