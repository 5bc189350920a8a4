import type { Session } from './sessions.ts'
import type { Payload } from './webhooks.ts'

/** An account as webhooks name it. */
export interface Account {
  id: number
  title: string
  uuid?: string | undefined
}

export interface About {
  server: { title: string; uuid: string }
  /** Whose account the addresses belong to. */
  hearer: Account
  /** Whether the server is theirs. */
  owner: boolean
}

/** What happened on a server, before it is known who hears of it. */
export interface Happening {
  event: string
  /** Who did it; the owner of the server where nobody did. */
  by: Account
  metadata?: Record<string, unknown>
  session?: Pick<Session, 'player'>
  /** Top-level fields besides, such as `rating`. */
  more?: Record<string, unknown>
}

/** The webhook that one account hears of it. */
export function payloadOf({ event, by, metadata, session, more = {} }: Happening, about: About): Payload {
  return {
    event,
    user: by.id === about.hearer.id,
    owner: about.owner,
    Account: { id: by.id, thumb: `https://plex.tv/users/${by.uuid ?? 'none'}/avatar?c=1700000000`, title: by.title },
    Server: about.server,
    ...(session ? { Player: { local: true, publicAddress: '203.0.113.9', ...session.player } } : {}),
    ...(metadata ? { Metadata: metadata } : {}),
    ...more,
  }
}

/** Something that was played from Plex's own catalogue: no server of the house, and a key that is no number. */
export function providerPayload(by: Account, title: string): Payload {
  return {
    event: 'media.play',
    user: true,
    owner: false,
    Account: { id: by.id, title: by.title },
    Server: { title: 'Movies & Shows on Plex', uuid: 'tv.plex.provider.vod' },
    Player: { local: true, publicAddress: '203.0.113.9', title: 'Living-room TV', uuid: 'player0xxxxxxxxxxxxxxxxx' },
    Metadata: {
      ratingKey: '5fe0f0c2a8f9d90040a1b2c3',
      key: '/library/metadata/5fe0f0c2a8f9d90040a1b2c3',
      guid: 'plex://movie/5fe0f0c2a8f9d90040a1b2c3',
      type: 'movie',
      title,
      year: 2012,
      live: '0',
    },
  }
}
