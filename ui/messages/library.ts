import type { ItemKind, PlexLibrary } from '../../contracts/plex-library.ts'
import { number } from '../format/number.ts'
import { relativeTime } from '../format/time.ts'
import { count } from './plural.ts'

const KINDS: Record<ItemKind, readonly [one: string, many: string]> = {
  movie: ['film', 'films'],
  show: ['series', 'series'],
  season: ['season', 'seasons'],
  episode: ['episode', 'episodes'],
  artist: ['artist', 'artists'],
  album: ['album', 'albums'],
  track: ['track', 'tracks'],
  collection: ['collection', 'collections'],
}
const TOP: Record<PlexLibrary['kind'], readonly [one: string, many: string]> = {
  movie: KINDS.movie,
  show: KINDS.show,
  artist: KINDS.artist,
  photo: ['picture', 'pictures'],
  other: ['title', 'titles'],
}

/** What titles in Plex are called and marked with, wherever they are shown. */
export const plexItem = {
  kind: {
    movie: 'Film',
    show: 'Series',
    season: 'Season',
    episode: 'Episode',
    artist: 'Artist',
    album: 'Album',
    track: 'Track',
    collection: 'Collection',
  } satisfies Record<ItemKind, string>,
  many: (kind: ItemKind, many: number) => count(many, ...KINDS[kind]),
  watched: { yes: 'Watched', partly: 'Partly watched' },
  heard: { yes: 'Heard', partly: 'Partly heard' },
  stoppedAt: (percent: number) => `Stopped at ${number(percent)}\u00a0%`,
  asOf: (time: number, now: number) => `As of ${relativeTime(time, now)}.`,
  never: 'It was never read before.',
}

export const library = {
  lead: 'What is in Plex, as far as it is shared with you.',
  leadOf: (server: string) => `What is on ${server}, as far as it is shared with you.`,
  tabs: { label: 'Library', libraries: 'Libraries', collections: 'Collections' },
  holds: (kind: PlexLibrary['kind'], many: number) => count(many, ...TOP[kind]),
  importing: (title: string) => `Reading ${title} for the first time`,
  imported: (percent: number) => `Being read for the first time: ${number(percent)} %`,
  importingMore: 'What was read already can be looked at.',
  read: 'Read from Plex',
  empty: {
    title: 'No libraries yet',
    text: 'Libraries of films, series or music that Plex shares with you appear here by themselves.',
  },
  closed: {
    title: 'The library is not open to you yet',
    account: 'Open your account',
    connections: 'Connect Plex',
  },
  notThere: {
    title: 'Not in the library',
    text: 'It was removed from Plex, or it is in a library that is not shared with you.',
    back: 'All libraries',
  },
  shelf: {
    back: 'All libraries',
    of: (shown: number, kind: PlexLibrary['kind']) => count(shown, ...TOP[kind]),
    letters: 'By first letter',
    allLetters: 'All',
    letter: (letter: string, many: number) =>
      `${letter === '#' ? 'Digits and signs' : letter}: ${count(many, 'title', 'titles')}`,
    emptyTitle: 'Nothing in here yet',
    empty: 'What is added to this library in Plex appears here by itself.',
    noMatchTitle: 'Nothing matches',
    noMatch: 'Take back one of the filters, or look for fewer words.',
    stale: 'The library has changed meanwhile.',
    renew: 'Show what is new',
    more: 'Show more',
    loadingMore: 'Loading more',
    end: (many: number) => `That is all: ${count(many, 'title', 'titles')}.`,
  },
  filters: {
    label: 'Filter the library',
    show: 'Filters',
    clear: 'Clear filters',
    search: 'Search in titles',
    genre: 'Genre',
    year: 'Year',
    any: 'Any',
    counted: (name: string, many: number) => `${name} (${number(many)})`,
    unwatched: 'Only what I have not watched',
    sort: 'Sort by',
    sorts: { title: 'Title', added: 'Date added', year: 'Year', rating: 'Rating', duration: 'Length' },
    order: 'Order',
    orders: {
      title: { asc: 'A to Z', desc: 'Z to A' },
      added: { asc: 'Oldest first', desc: 'Newest first' },
      year: { asc: 'Oldest first', desc: 'Newest first' },
      rating: { asc: 'Lowest first', desc: 'Best first' },
      duration: { asc: 'Shortest first', desc: 'Longest first' },
    },
  },
  item: {
    path: 'Where it is',
    top: 'Library',
    play: 'Play in Plex',
    playing: (title: string) => `Play ${title} in Plex`,
    details: 'Requests and details',
    rating: (rating: number) => `${rating.toFixed(1)} of 10`,
    views: (many: number) => `Watched ${many === 1 ? 'once' : `${number(many)} times`}`,
    last: 'last',
    progress: (title: string) => `How far you watched ${title}`,
    holds: {
      show: 'Seasons',
      season: 'Episodes',
      artist: 'Albums',
      album: 'Tracks',
    } as Partial<Record<ItemKind, string>>,
    empty: 'Plex names nothing in it.',
    added: 'Added',
  },
  collections: {
    lead: 'Sets of titles that belong together, as they were made in Plex.',
    emptyTitle: 'No collections yet',
    empty: 'Collections that are made in Plex appear here by themselves.',
    back: 'All collections',
    emptyOne: 'Nothing of this collection is shared with you.',
  },
  playing: {
    title: 'Now playing',
    none: 'Nobody is watching anything.',
    state: { playing: 'Playing', paused: 'Paused', buffering: 'Loading' },
    how: { direct: 'as it is', copy: 'repacked', transcode: 'converted' },
    bandwidth: (kbps: number) => `${number(kbps / 1000 < 10 ? Math.round(kbps / 100) / 10 : kbps / 1000)} Mbit/s`,
    local: 'in the house',
    remote: 'from outside',
    on: (player: string) => `on ${player}`,
    progress: (title: string) => `How far ${title} has played`,
    percent: (percent: number) => `${number(percent)} %`,
  },
}
