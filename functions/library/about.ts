import type { AboutItem } from './parse-webhook.ts'
import type { ItemRow } from './plex/to-item.ts'

export interface From {
  machineId: string
  serverName: string | null
  section: string | null
}

type Told = Placed & Pick<ItemRow, 'rating_key' | 'title' | 'year' | 'imdb_id' | 'tmdb_id' | 'tvdb_id'>

/** An item of the house's server as facts tell it, after the server's own answer. */
export function aboutItem(row: Told, guid: string | null, from: From): AboutItem {
  const { imdb_id, tmdb_id, tvdb_id } = row
  return {
    ratingKey: row.rating_key,
    itemType: row.kind,
    title: row.title,
    context: contextOf(row),
    year: row.year,
    guid,
    externalIds: [
      ...(imdb_id === null ? [] : [`imdb://${imdb_id}`]),
      ...(tmdb_id === null ? [] : [`tmdb://${tmdb_id}`]),
      ...(tvdb_id === null ? [] : [`tvdb://${tvdb_id}`]),
    ],
    librarySection: from.section,
    serverId: from.machineId,
    serverName: from.serverName,
  }
}

interface Placed {
  kind: string
  parent_title: string | null
  grandparent_title: string | null
  place: number | null
  parent_place: number | null
}

/** What stands beside a title: of an episode "Show · S2E50", of a season its show, of an album its artist. */
export function contextOf({ kind, parent_title, grandparent_title, place, parent_place }: Placed): string | null {
  if (kind === 'season' || kind === 'album' || kind === 'track') return parent_title
  if (kind !== 'episode') return null
  const number = parent_place !== null && place !== null ? `S${parent_place}E${place}` : null
  return [grandparent_title, number].filter((part) => part !== null).join(' · ') || null
}
