import { provided } from '../../../bus/index.ts'

/** Where every plex.tv host is instead, without a slash at the end; undefined is the real ones. */
export const plexTvUrl = provided<string | undefined>('auth.plex-tv-url')

export interface PlexTvAddresses {
  /** For codes and device keys, and for what a token opens. */
  clients: string
  account: string
  /** The pages on which a person decides. */
  auth: string
  link: string
}

export const addressesOf = (moved: string | undefined): PlexTvAddresses => ({
  clients: moved ?? 'https://clients.plex.tv',
  account: moved ?? 'https://plex.tv',
  auth: `${moved ?? 'https://app.plex.tv'}/auth`,
  link: `${moved ?? 'https://plex.tv'}/link/`,
})

interface Shown {
  code: string
  clientId: string
  /** Where Plex sends the window when it is done. */
  forwardUrl: string
}

/** Plex reads nothing in front of the `#`, so all of it stands behind. */
export function popupUrl({ auth }: PlexTvAddresses, { code, clientId, forwardUrl }: Shown): string {
  const said = Object.entries({
    clientID: clientId,
    code,
    'context[device][product]': 'MediaNest',
    forwardUrl,
  }).map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
  return `${auth}#?${said.join('&')}`
}

export const linkUrl = ({ link }: PlexTvAddresses, code: string): string => `${link}?pin=${encodeURIComponent(code)}`
