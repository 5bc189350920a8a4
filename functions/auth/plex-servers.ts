import { ListPlexServers } from '../../contracts/plex-sign-in.ts'
import { defineFunction } from '../../bus/index.ts'
import { auth } from './domain.ts'
import { ownServers } from './plex/own-servers.ts'
import { serverUrls } from './plex/server-urls.ts'

export default defineFunction({
  name: 'auth.plex-servers',
  summary: 'Lists the servers of the own Plex account with the addresses that plex.tv knows.',
  domain: auth,
  answers: ListPlexServers,
  timeout: '14s',
  async run(_input, ctx) {
    const servers = await ownServers(ctx)
    const items = servers.map((server) => ({
      name: server.name || 'Plex',
      machineIdentifier: server.clientIdentifier,
      version: server.productVersion ?? null,
      urls: serverUrls(server),
    }))
    return { items, nextCursor: null }
  },
})
