/** What may stand in a query; undefined leaves a name out. */
export type Query = Readonly<Record<string, string | number | boolean | undefined>>

/**
 * An address below a base that may itself have a path: `http://nas/sonarr/` and `/api/v3` give
 * `http://nas/sonarr/api/v3`. Throws, without quoting it, when the base is no http(s) address.
 */
export function joinUrl(base: string, path: string, query: Query = {}): string {
  const url = httpUrl(base)
  if (!url) throw new TypeError('The base address does not begin with http:// or https://.')
  const below = path.replace(/^\/+/, '')
  if (below) url.pathname = `${url.pathname.replace(/\/+$/, '')}/${below}`
  url.search = ''
  url.hash = ''
  return addQuery(url, query).href
}

/** The address as a URL when it is one of HTTP, else null. */
export function httpUrl(address: string): URL | null {
  if (!/^https?:\/\/[^/]/i.test(address) || !URL.canParse(address)) return null
  return new URL(address)
}

export function addQuery(url: URL, query: Query): URL {
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, String(value))
  return url
}
