import { TITLES } from '../stand-ins/house/titles.ts'
import type { DemoHouse } from './world.ts'

/** Something that can be done to the house from its page. */
export interface Command {
  name: string
  label: string
  about: string
  /** What it can be done to; absent where there is nothing to choose. */
  choices?: () => { value: string; text: string }[]
  /** Gives a sentence for the person who pressed it. */
  run: (choice: string) => string | Promise<string>
}

/** One row for each button. */
export function commandsOf({ plexServer, seerr }: DemoHouse): Command[] {
  const titles = (those: typeof TITLES) => those.map(({ tmdbId, title }) => ({ value: String(tmdbId), text: title }))
  return [
    {
      name: 'seerr-down',
      label: 'Take Seerr down',
      about: 'Nothing answers at its address any more. What is asked for meanwhile must wait, and not be lost.',
      run: async () => (await seerr.down(), 'Seerr is down.'),
    },
    {
      name: 'seerr-up',
      label: 'Bring Seerr back',
      about: 'At the same address, with what it knew.',
      run: async () => (await seerr.up(), 'Seerr is up.'),
    },
    {
      name: 'tmdb-down',
      label: 'TMDB goes away',
      about: 'Seerr finds nothing any more, says so under 200, and takes no request.',
      run: () => (seerr.seerr.tmdbDown(true), 'TMDB is down.'),
    },
    {
      name: 'tmdb-up',
      label: 'TMDB comes back',
      about: 'Seerr finds titles again.',
      run: () => (seerr.seerr.tmdbDown(false), 'TMDB is up.'),
    },
    {
      name: 'play',
      label: 'Play it in Plex',
      about: 'ben begins to watch a film on the television.',
      choices: () =>
        titles(TITLES.filter((title) => title.mediaType === 'movie' && plexServer.keyOf(title) !== undefined)),
      run(choice) {
        const title = TITLES.find(({ tmdbId }) => String(tmdbId) === choice)
        const key = title && plexServer.keyOf(title)
        if (!title || key === undefined) throw new Error('choose a film that is in the library.')
        plexServer.play(key, 'ben', 60_000)
        return `ben watches ${title.title}.`
      },
    },
  ]
}
