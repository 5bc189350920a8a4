import { ConnectPlexServer } from '../../contracts/plex-sign-in.ts'
import { ConfigureService } from '../../contracts/services.ts'
import { defineFunction, OutsideError, Refused } from '../../bus/index.ts'
import { auth } from './domain.ts'
import { identityAt } from './plex/media-server.ts'
import { ownServers } from './plex/own-servers.ts'
import { serverUrls } from './plex/server-urls.ts'

export default defineFunction({
  name: 'auth.connect-plex-server',
  summary: 'Connects the service plex to a server of the own Plex account, at the best address that answers.',
  domain: auth,
  acts: ConnectPlexServer,
  calls: [ConfigureService],
  timeout: '25s',
  async run({ machineIdentifier, url }, ctx) {
    const server = (await ownServers(ctx)).find(({ clientIdentifier }) => clientIdentifier === machineIdentifier)
    if (!server?.accessToken) return ctx.refuse('NOT_FOUND', 'Your Plex account owns no such server.')
    const candidates = url === undefined ? serverUrls(server) : [url]
    const found = await Promise.all(candidates.map((candidate) => whoIsAt(candidate, ctx.signal)))
    const [first] = candidates
    // saving does not need an answer, but another server must not get this one's token
    const best = candidates[found.indexOf(machineIdentifier)] ?? (found[0] === null ? first : undefined)
    if (best === undefined)
      return ctx.refuse(
        'CONFLICT',
        first === undefined
          ? 'plex.tv knows no address of this server. Give one.'
          : 'Another Plex server answers at that address. Give the address of this one.',
      )
    const config = { machineIdentifier, ...(server.name ? { serverName: server.name } : {}) }
    try {
      const saved = { name: 'plex', url: best, token: server.accessToken, enabled: true, config }
      const connected = await ctx.call(ConfigureService, saved)
      return { name: 'plex' as const, url: connected.url ?? best }
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      return ctx.refuse(
        error.code === 'CONFLICT' || error.code === 'INVALID' ? 'CONFLICT' : 'UNAVAILABLE',
        error.message,
      )
    }
  },
})

/** What answers there calls itself; null when nothing that we understand does. */
async function whoIsAt(url: string, signal: AbortSignal): Promise<string | null> {
  try {
    return await identityAt(url, { signal, trial: true })
  } catch (error) {
    if (error instanceof OutsideError) return null
    throw error
  }
}
