import { describe, expect, it } from 'vitest'
import { type Arriving, decideEntry, membershipOf } from './membership.ts'
import { type Resource, Resources } from './shapes.ts'

const resource = (spec: object): Resource =>
  Resources.parse([{ clientIdentifier: 'ours', provides: 'server', owned: false, ownerId: 7, ...spec }])[0]!

describe('what a server is to a person', () => {
  it.each([
    ['theirs', { owned: true, ownerId: null }, 'owner'],
    ['theirs, by number', { owned: true, ownerId: 12 }, 'owner'],
    ['said to be owned, but by somebody else', { owned: true }, 'shared'],
    ['shared', {}, 'shared'],
    ['shared, though plex.tv does not see it', { presence: false, connections: [] }, 'shared'],
    ['another server', { clientIdentifier: 'another' }, 'none'],
    ['a player of that name', { provides: 'client,player' }, 'none'],
    ['nothing that is known', { provides: null }, 'none'],
  ])('%s', (_, spec, membership) => {
    expect(membershipOf([resource({ clientIdentifier: 'more' }), resource(spec)], 'ours', '12')).toBe(membership)
  })
})

const account = (spec: Partial<NonNullable<Arriving['account']>> = {}): NonNullable<Arriving['account']> => ({
  role: 'user',
  status: 'active',
  password_hash: null,
  plex_access: 'shared',
  ...spec,
})
const arriving = (spec: Partial<Arriving>): Arriving => ({
  account: null,
  membership: 'none',
  invited: null,
  plexAccess: 'shared',
  ...spec,
})
const enters = (role: string, access: string) => ({ enter: true, role, access })
const refused = (because: string) => ({ enter: false, because })

describe('who may enter', () => {
  it.each<[string, Partial<Arriving>, object]>([
    ['the owner, as an admin', { membership: 'owner' }, enters('admin', 'shared')],
    ['who is shared the server', { membership: 'shared' }, enters('user', 'shared')],
    ['the same with an invitation', { membership: 'shared', invited: 'admin' }, enters('admin', 'shared')],
    ['no stranger', {}, refused('stranger')],
    ['nobody before a server is connected', { membership: 'unconnected' }, refused('unconnected')],
    ['nobody while it cannot be told', { membership: 'unknown' }, refused('unknown')],
    ['no invited stranger by default', { invited: 'user' }, refused('stranger')],
    ['an invited one where the house says so', { invited: 'user', plexAccess: 'invited' }, enters('user', 'own')],
    ['no stranger where the house takes invitations', { plexAccess: 'invited' }, refused('stranger')],
  ])('%s', (_, spec, entry) => {
    expect(decideEntry(arriving(spec))).toEqual(entry)
  })

  it.each<[string, Partial<Arriving>, object]>([
    ['a member', { account: account(), membership: 'shared' }, enters('user', 'shared')],
    [
      'a member whose access was lost and is back',
      { account: account({ plex_access: 'lost' }), membership: 'shared' },
      enters('user', 'shared'),
    ],
    ['none with whom it is not shared any more', { account: account() }, refused('stranger')],
    ['nor if the house takes invitations', { account: account(), plexAccess: 'invited' }, refused('stranger')],
    [
      'an admin, whatever Plex says',
      { account: account({ role: 'admin' }), membership: 'unknown' },
      enters('admin', 'shared'),
    ],
    [
      'the owner stays what the admin made of them',
      { account: account(), membership: 'owner' },
      enters('user', 'shared'),
    ],
    [
      'who has a password here',
      { account: account({ plex_access: 'own', password_hash: 'x' }) },
      enters('user', 'own'),
    ],
    [
      'who came by invitation',
      { account: account({ plex_access: 'own' }), plexAccess: 'invited' },
      enters('user', 'own'),
    ],
    ['but not once that is over', { account: account({ plex_access: 'own' }) }, refused('stranger')],
    [
      'nobody who is switched off',
      { account: account({ status: 'disabled', role: 'admin' }), membership: 'owner' },
      refused('disabled'),
    ],
  ])('of those who have an account: %s', (_, spec, entry) => {
    expect(decideEntry(arriving(spec))).toEqual(entry)
  })
})
