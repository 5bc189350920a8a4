import { randomBytes } from 'node:crypto'
import type { Item } from './items.ts'

export type PlayState = 'playing' | 'paused' | 'buffering'

/** Something that is being played. */
export interface Session {
  sessionKey: number
  /** What ends it is asked for by this. */
  id: string
  item: Item
  account: { id: number; title: string; uuid?: string | undefined }
  state: PlayState
  /** In milliseconds. */
  viewOffset: number
  player: { title: string; uuid: string }
}

export type Sessions = ReturnType<typeof createSessions>

export function createSessions() {
  const open = new Map<number, Session>()
  let last = 200
  return {
    list: (): Session[] => [...open.values()],
    /** One player for each account: whoever plays something else stops what was before. */
    of: (accountId: number): Session | undefined => [...open.values()].find(({ account }) => account.id === accountId),
    start(item: Item, account: Session['account'], viewOffset: number): Session {
      last += 1
      const player = { title: 'Living-room TV', uuid: `player${account.id}xxxxxxxxxxxxxxxx`.slice(0, 24) }
      const id = randomBytes(12).toString('hex')
      const session: Session = { sessionKey: last, id, item, account, state: 'playing', viewOffset, player }
      open.set(last, session)
      return session
    },
    end: ({ sessionKey }: Session): void => void open.delete(sessionKey),
    endById(id: string): boolean {
      const found = [...open.values()].find((session) => session.id === id)
      return found ? open.delete(found.sessionKey) : false
    },
  }
}

/** Around the item: numbers are text here where they are numbers elsewhere, and the owner is account 1. */
export function sessionShown(session: Session, metadata: Record<string, unknown>, isOwner: boolean): object {
  const { sessionKey, id, account, state, viewOffset, player } = session
  const [media] = (metadata['Media'] as Record<string, unknown>[] | undefined) ?? []
  const [part] = (media?.['Part'] as object[] | undefined) ?? []
  return {
    ...metadata,
    librarySectionID: String(metadata['librarySectionID']),
    sessionKey: String(sessionKey),
    viewOffset,
    Media: [{ ...media, selected: true, Part: [{ ...part, decision: 'directplay', selected: true }] }],
    User: {
      id: isOwner ? '1' : String(account.id),
      thumb: `https://plex.tv/users/${account.uuid ?? 'none'}/avatar?c=1700000000`,
      title: account.title,
    },
    Player: {
      address: '192.0.2.11',
      machineIdentifier: player.uuid,
      platform: 'Android',
      product: 'Plex for Android (TV)',
      remotePublicAddress: '203.0.113.9',
      state,
      title: player.title,
      version: '10.9.0.1234',
      local: true,
      relayed: false,
      secure: true,
      userID: isOwner ? 1 : account.id,
    },
    Session: { id, bandwidth: 8100, location: 'lan' },
  }
}
