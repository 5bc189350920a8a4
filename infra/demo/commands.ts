import { type Title, TITLES } from '../stand-ins/house/titles.ts'
import { REQUEST } from '../stand-ins/services/seerr/entities.ts'
import { type DemoHouse, USUAL_SPEED } from './world.ts'

interface Choice {
  value: string
  text: string
}

/** Something that can be done to the house from its page. */
export interface Command {
  name: string
  group: string
  label: string
  about: string
  /** What it can be done to; absent where there is nothing to choose. */
  choices?: () => Choice[]
  /** Gives a sentence for the person who pressed it; throws one that says what to choose. */
  run: (choice: string) => string | Promise<string>
}

/** One row for each button. */
export function commandsOf(house: DemoHouse): Command[] {
  return [...seerrRows(house), ...wayRows(house), ...plexRows(house)]
}

function seerrRows(house: DemoHouse): Command[] {
  const group = 'Seerr'
  const { seerr } = house
  const pending = (): Choice[] =>
    [...seerr.seerr.world.requests.values()]
      .filter(({ status }) => status === REQUEST.pending)
      .map(({ id, media }) => ({ value: String(id), text: named(media.tmdbId) }))
  const decided = (choice: string): number => {
    const id = Number(choice)
    if (!pending().some(({ value }) => value === choice)) throw new Error('Choose a request that waits in Seerr.')
    return id
  }
  return [
    {
      name: 'seerr-down',
      group,
      label: 'Take Seerr down',
      about: 'Nothing answers at its address any more. What is asked for meanwhile has to wait and must not be lost.',
      run: async () => (await seerr.down(), 'Seerr is down.'),
    },
    {
      name: 'seerr-up',
      group,
      label: 'Bring Seerr back',
      about: 'At the same address, with what it knew.',
      run: async () => (await seerr.up(), 'Seerr is up.'),
    },
    {
      name: 'seerr-dies',
      group,
      label: 'Let Seerr die while it takes a request',
      about:
        'The next request is stored, and then the connection is cut without an answer. Bring Seerr back afterwards.',
      run: () => (house.dieAfterInsert(), 'Seerr dies with the next request.'),
    },
    {
      name: 'tmdb-down',
      group,
      label: 'TMDB goes away',
      about: 'Seerr finds nothing any more, calls that a success, and takes no request.',
      run: () => (house.tmdbDown(true), 'TMDB is down.'),
    },
    {
      name: 'tmdb-up',
      group,
      label: 'TMDB comes back',
      about: 'Seerr finds titles again.',
      run: () => (house.tmdbDown(false), 'TMDB is up.'),
    },
    {
      name: 'approve',
      group,
      label: 'Approve on Seerr’s own page',
      about: 'Somebody decides in Seerr, past the portal.',
      choices: pending,
      run: (choice) => (house.approve(decided(choice)), 'It is approved in Seerr.'),
    },
    {
      name: 'decline',
      group,
      label: 'Decline on Seerr’s own page',
      about: 'The same, the other way.',
      choices: pending,
      run: (choice) => (house.decline(decided(choice)), 'It is declined in Seerr.'),
    },
  ]
}

const SPEEDS: readonly Choice[] = [
  { value: String(USUAL_SPEED), text: 'as usual' },
  { value: '4', text: 'ten times as fast' },
  { value: '0', text: 'stopped' },
]

function wayRows(house: DemoHouse): Command[] {
  const group = 'On the way into Plex'
  const { plexServer, radarr, lidarr, musicBrainz } = house
  const absent = () => choicesOf(TITLES.filter((title) => !plexServer.library.has(title, seasonsOf(title))))
  return [
    {
      name: 'speed',
      group,
      label: 'Set the speed',
      about: 'How fast what was approved is found, loaded and imported.',
      choices: () => [...SPEEDS],
      run(choice) {
        const speed = SPEEDS.find(({ value }) => value === choice)
        if (!speed) throw new Error('Choose one of the speeds.')
        house.pace(Number(speed.value))
        return `The speed: ${speed.text}.`
      },
    },
    {
      name: 'stall',
      group,
      label: 'Stall its download',
      about: 'Its download stays where it is, or will once it has begun.',
      choices: absent,
      run: (choice) => (house.stall(titled(choice).tmdbId), `${titled(choice).title} stalls.`),
    },
    {
      name: 'no-release',
      group,
      label: 'Find no release',
      about: 'A search for it comes back with nothing.',
      choices: absent,
      run: (choice) => (house.noRelease(titled(choice).tmdbId), `Nobody has ${titled(choice).title}.`),
    },
    {
      name: 'clear',
      group,
      label: 'Let it go on',
      about: 'Ends what holds one title up.',
      choices: absent,
      run: (choice) => (house.clear(titled(choice).tmdbId), `${titled(choice).title} goes on.`),
    },
    {
      name: 'disk-full',
      group,
      label: 'Fill the disk',
      about: 'Nothing can be imported, and all that look at the disk say so.',
      run: () => (house.diskFull(true), 'The disk is full.'),
    },
    {
      name: 'disk-free',
      group,
      label: 'Make room again',
      about: 'What waits is imported.',
      run: () => (house.diskFull(false), 'There is room.'),
    },
    {
      name: 'radarr-down',
      group,
      label: 'Take Radarr down',
      about: 'Films that are approved now fail in Seerr.',
      run: async () => (await radarr.down(), 'Radarr is down.'),
    },
    {
      name: 'radarr-up',
      group,
      label: 'Bring Radarr back',
      about: 'What failed can be tried again.',
      run: async () => (await radarr.up(), 'Radarr is up.'),
    },
    {
      name: 'lidarr-down',
      group,
      label: 'Take Lidarr down',
      about: 'Albums that are approved now wait for it.',
      run: async () => (await lidarr.down(), 'Lidarr is down.'),
    },
    {
      name: 'lidarr-up',
      group,
      label: 'Bring Lidarr back',
      about: 'What waits goes there, in its order.',
      run: async () => (await lidarr.up(), 'Lidarr is up.'),
    },
    {
      name: 'musicbrainz-down',
      group,
      label: 'Take MusicBrainz down',
      about: 'Only albums that were seen before are found.',
      run: async () => (await musicBrainz.down(), 'MusicBrainz is down.'),
    },
    {
      name: 'musicbrainz-up',
      group,
      label: 'Bring MusicBrainz back',
      about: 'All albums are found again.',
      run: async () => (await musicBrainz.up(), 'MusicBrainz is up.'),
    },
  ]
}

function plexRows({ plexServer }: DemoHouse): Command[] {
  const group = 'Plex'
  const films = () =>
    choicesOf(TITLES.filter((title) => title.mediaType === 'movie' && plexServer.keyOf(title) !== undefined))
  const keyOf = (choice: string): string => {
    const key = plexServer.keyOf(titled(choice))
    if (key === undefined) throw new Error('Choose a film that is in the library.')
    return key
  }
  return [
    {
      name: 'play',
      group,
      label: 'Play it',
      about: 'ben begins to watch a film on the television.',
      choices: films,
      run: (choice) => (plexServer.play(keyOf(choice), 'ben', 60_000), `ben watches ${titled(choice).title}.`),
    },
    {
      name: 'stop',
      group,
      label: 'Stop it',
      about: 'ben gets up in the middle.',
      run: () => (plexServer.stopPlaying('ben', 1_800_000), 'The television is off.'),
    },
    {
      name: 'watch',
      group,
      label: 'Watch it to the end',
      about: 'ben has seen all of a film.',
      choices: films,
      run: (choice) => (plexServer.watch(keyOf(choice), 'ben'), `ben has seen ${titled(choice).title}.`),
    },
    {
      name: 'plex-down',
      group,
      label: 'Take Plex down',
      about: 'The last known library can still be looked at.',
      run: async () => (await plexServer.down(), 'Plex is down.'),
    },
    {
      name: 'plex-up',
      group,
      label: 'Bring Plex back',
      about: 'At the same address.',
      run: async () => (await plexServer.up(), 'Plex is up.'),
    },
  ]
}

const choicesOf = (titles: readonly Title[]): Choice[] =>
  titles.map(({ tmdbId, title }) => ({ value: String(tmdbId), text: title }))

const seasonsOf = ({ seasons = [] }: Title): number[] =>
  seasons.map(({ number }) => number).filter((number) => number > 0)

function named(tmdbId: number): string {
  return TITLES.find((title) => title.tmdbId === tmdbId)?.title ?? `Title ${tmdbId}`
}

function titled(choice: string): Title {
  const title = TITLES.find(({ tmdbId }) => String(tmdbId) === choice)
  if (!title) throw new Error('Choose a title.')
  return title
}
