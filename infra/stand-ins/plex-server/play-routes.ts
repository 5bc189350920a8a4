import { type Context, Hono } from 'hono'
import { pictureOf } from '../house/pictures.ts'
import { container, refused } from './container.ts'
import type { Item, Source } from './items.ts'
import { SMALL_JPEG } from './small-jpeg.ts'
import type { Views } from './views.ts'
import type { Who } from './who.ts'

export interface Playroom {
  source: Source
  views: Views
  who: (c: Context) => Who | undefined
  sessions: () => object[]
  /** Ends what is played; false when there is no such session. */
  terminate: (id: string) => boolean
}

const PICTURE = /^\/library\/metadata\/(\d+)\/(thumb|art)(\/\d+)?$/

/** Sessions, what counts as watched, and pictures. */
export function playRoutes({ source, views, who, sessions, terminate }: Playroom): Hono {
  const seen = (asking: Who, key: string | undefined): Item | undefined => {
    const item = source.item(Number(key))
    return item && asking.libraries.some((library) => library.key === item.section) ? item : undefined
  }

  /** Marks an item, and everything below it, for the account that asks. */
  const marks = (mark: (account: number, item: Item) => unknown) => (c: Context) => {
    const asking = who(c)
    if (!asking) return refused(401)
    if (c.req.query('identifier') !== 'com.plexapp.plugins.library') return refused(400)
    const item = seen(asking, c.req.query('key'))
    if (!item) return refused(404)
    for (const one of item.file === undefined ? source.leavesOf(item) : [item]) mark(asking.id, one)
    return new Response(null, { status: 200 })
  }

  function picture(c: Context, path: string): Response {
    const asking = who(c)
    if (!asking) return refused(401)
    const [, key, kind] = PICTURE.exec(path) ?? []
    const item = seen(asking, key)
    const place = kind === 'art' ? item?.backdrop : item?.poster
    if (place === undefined) return refused(404)
    const { bytes, contentType } = pictureOf(place) ?? { bytes: SMALL_JPEG, contentType: 'image/jpeg' }
    const headers = { 'content-type': contentType, 'cache-control': 'max-age=31536000' }
    return new Response(Uint8Array.from(bytes), { headers })
  }

  const methods = ['GET', 'PUT', 'POST']
  return new Hono()
    .get('/status/sessions', (c) => {
      const asking = who(c)
      if (asking?.role !== 'owner') return refused(asking ? 403 : 401)
      const Metadata = sessions()
      return container(c, { size: Metadata.length, Metadata })
    })
    .on(['GET', 'POST'], '/status/sessions/terminate', (c) => {
      const asking = who(c)
      if (asking?.role !== 'owner') return refused(asking ? 403 : 401)
      return terminate(c.req.query('sessionId') ?? '') ? new Response(null) : refused(404)
    })
    .on(
      methods,
      '/:colon{:}/scrobble',
      marks((account, item) => views.watched(account, item)),
    )
    .on(
      methods,
      '/:colon{:}/unscrobble',
      marks((account, item) => views.unwatched(account, item)),
    )
    .get('/library/metadata/:rk/:kind{thumb|art}/:at?', (c) => picture(c, c.req.path))
    .get('/photo/:colon{:}/transcode', (c) => {
      const { url, width, height } = c.req.query()
      // a real server fetches what is no path of its own: nobody may ask it to
      if (!url || !(Number(width) > 0) || !(Number(height) > 0)) return refused(who(c) ? 400 : 401)
      return picture(c, url)
    })
}
