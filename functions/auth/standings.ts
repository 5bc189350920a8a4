import { GetStandings } from '../../contracts/standing.ts'
import { defineFunction } from '../../bus/index.ts'
import { auth } from './domain.ts'
import { toQuotas } from './user-record.ts'

export default defineFunction({
  name: 'auth.standings',
  summary: 'Tells other parts of the portal who people are at Plex and what they may.',
  domain: auth,
  answers: GetStandings,
  async run({ userIds, plexIds }, ctx) {
    if (userIds.length === 0 && plexIds.length === 0) return { items: [] }
    const rows = await ctx.db
      .selectFrom('account')
      .select(['id', 'username', 'role', 'status', 'plex_id', 'plex_username', 'quotas'])
      .where((eb) =>
        eb.or([
          ...(userIds.length > 0 ? [eb('id', 'in', userIds)] : []),
          ...(plexIds.length > 0 ? [eb('plex_id', 'in', plexIds)] : []),
        ]),
      )
      .execute()
    return {
      items: rows.map((row) => ({
        userId: row.id,
        username: row.username,
        role: row.role,
        status: row.status,
        plexId: row.plex_id,
        plexUsername: row.plex_username,
        quotas: toQuotas(row.quotas),
      })),
    }
  },
})
