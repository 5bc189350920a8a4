import { api } from '../../api.ts'
import type { MediaDetails } from '../../../contracts/media.ts'

/** Which title an address names; undefined for one that names none. */
export interface Named {
  type: 'movie' | 'tv' | 'album'
  id: string
}

export function namedBy(path: string): Named | undefined {
  const [, type, id] = /^\/media\/(movie|tv|album)\/([\w-]+)$/.exec(path) ?? []
  return type && id ? { type: type as Named['type'], id } : undefined
}

/** What the house knows of a title. */
export function askTitle({ type, id }: Named): Promise<MediaDetails> {
  if (type === 'movie') return api.getMovie({ id })
  return type === 'tv' ? api.getSeries({ id }) : api.getAlbum({ id })
}
