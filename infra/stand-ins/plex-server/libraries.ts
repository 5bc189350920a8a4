import type { Library } from './items.ts'

/** A library as `/library/sections` lists it; `place` counts from 0. */
export function directory({ key, type, title }: Library, place: number): object {
  const agent = { movie: 'tv.plex.agents.movie', show: 'tv.plex.agents.series', artist: 'tv.plex.agents.music' }
  const scanner = { movie: 'Plex Movie', show: 'Plex TV Series', artist: 'Plex Music', photo: 'Plex Photo Scanner' }
  return {
    allowSync: true,
    filters: true,
    refreshing: false,
    key,
    type,
    title,
    agent: type === 'photo' ? 'com.plexapp.agents.none' : agent[type],
    scanner: scanner[type],
    language: 'en-US',
    uuid: libraryUuid(place),
    updatedAt: 1_726_069_332,
    createdAt: 1_726_069_332,
    scannedAt: 1_726_069_332,
    content: true,
    directory: true,
    contentChangedAt: 18_253_756,
    hidden: 0,
    Location: [{ id: place + 1, path: `/media/${title}` }],
  }
}

export function libraryUuid(place: number): string {
  return `00000000-0000-4000-8000-${String(place).padStart(12, '0')}`
}
