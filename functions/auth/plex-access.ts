import type { ResultOf } from '../../contracts/define.ts'
import { GetPlexAccess } from '../../contracts/standing.ts'
import { GetConnection } from '../../contracts/services.ts'
import { defineFunction, OutsideError } from '../../bus/index.ts'
import { auth } from './domain.ts'
import { houseServer, takesToken } from './plex/media-server.ts'
import { membershipOf } from './plex/membership.ts'
import { isDeadToken, openPlexTv } from './plex/plex-tv.ts'

type Access = ResultOf<typeof GetPlexAccess>

const UNLINKED: Access = { access: 'unlinked', sealedToken: null, plexId: null }

export default defineFunction({
  name: 'auth.plex-access',
  summary: 'Tells what the Plex server of the house is to a person, and the token by which it knows them.',
  domain: auth,
  acts: GetPlexAccess,
  calls: [GetConnection],
  timeout: '20s',
  async run({ userId }, ctx): Promise<Access> {
    const account = await ctx.db
      .selectFrom('account')
      .select(['plex_id', 'plex_token', 'plex_state'])
      .where('id', '=', userId)
      .where('status', '=', 'active')
      .executeTakeFirst()
    if (!account) return ctx.refuse('NOT_FOUND')
    const { plex_id: plexId, plex_token, plex_state } = account
    if (plexId === null || plex_token === null || plex_state !== 'linked') return UNLINKED
    const server = await houseServer(ctx)
    if (server.is === 'unconnected') return ctx.refuse('CONFLICT', 'No Plex server is connected.')
    if (server.is === 'unknown') return ctx.refuse('UPSTREAM_FAILED', server.message)
    try {
      const resources = await (await openPlexTv(ctx)).resources(ctx.open(plex_token))
      const listed = membershipOf(resources, server.machineIdentifier, plexId)
      const token = resources.find((one) => one.clientIdentifier === server.machineIdentifier)?.accessToken
      if (listed === 'none' || !token) return { access: 'none', sealedToken: null, plexId }
      // what a server is called can be copied: who cannot be proven to own it sees what it shows them
      const owns = listed === 'owner' && (await takesToken(server.url, token, ctx.signal))
      return { access: owns ? 'owner' : 'shared', sealedToken: ctx.seal(token), plexId }
    } catch (error) {
      if (isDeadToken(error)) return UNLINKED
      if (!(error instanceof OutsideError)) throw error
      return ctx.refuse('UPSTREAM_FAILED', error.message)
    }
  },
})
