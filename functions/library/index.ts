import type { AnyFunction } from '../../bus/index.ts'
import forgetPerson from './forget-person.ts'
import readPlex from './on-plex.ts'
import collection from './pages/collection.ts'
import collections from './pages/collections.ts'
import filters from './pages/filters.ts'
import findAlbums from './pages/find-albums.ts'
import find from './pages/find.ts'
import item from './pages/item.ts'
import items from './pages/items.ts'
import libraries from './pages/libraries.ts'
import nowPlaying from './pages/now-playing.ts'
import onDeck from './pages/on-deck.ts'
import recentlyAdded from './pages/recently-added.ts'
import plexLinked from './people/plex-linked.ts'
import plexLost from './people/plex-lost.ts'
import plexUnlinked from './people/plex-unlinked.ts'
import refreshPerson from './people/refresh-person.ts'
import image from './pictures/image.ts'
import purge from './purge.ts'
import plexConfigured from './sync/plex-configured.ts'
import plexDisconnected from './sync/plex-disconnected.ts'
import syncDue from './sync/sync-due.ts'
import sync from './sync/sync.ts'

export const libraryFunctions: readonly AnyFunction[] = [
  readPlex,
  forgetPerson,
  purge,
  sync,
  syncDue,
  plexConfigured,
  plexDisconnected,
  refreshPerson,
  plexLinked,
  plexUnlinked,
  plexLost,
  libraries,
  items,
  filters,
  collections,
  collection,
  item,
  onDeck,
  recentlyAdded,
  nowPlaying,
  find,
  findAlbums,
  image,
]
