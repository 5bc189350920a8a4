import type { Context, Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { GetPlexImage, GetPoster } from '../../contracts/media.ts'
import type { AnswerOf } from '../../contracts/define.ts'
import { type BusClient, Refused } from '../../bus/gateway.ts'
import { invalid } from './envelope.ts'
import { type Gate, guarded } from './guard.ts'
import { type Interpreter, whoOf } from './interpret.ts'
import { plain } from './plain.ts'
import type { Edge } from './variables.ts'

const IMAGE = plain('/api/media/images/:id')

/** Whose a picture is, by how its id begins. */
const OWNERS = { 't-': GetPoster, 'p-': GetPlexImage } as const

/** An id holds the version of its picture, so what a browser has, it has for good. */
const KEPT = { 'cache-control': 'private, max-age=31536000, immutable' }

/** Whatever it is, opened by itself it runs and loads nothing. To stand before what sets the headers of the pages. */
export const sandboxed = createMiddleware<Edge>(async function sandbox(c, next) {
  await next()
  c.header('content-security-policy', "default-src 'none'; sandbox")
})

/** Posters and the pictures of the library, by opaque ids. */
export function mountImages(app: Hono<Edge>, parts: Interpreter & Gate): void {
  const known = new KnownTags()
  app.get(IMAGE.path, guarded(parts, IMAGE), (c) => image(c, parts.client, known))
}

async function image(c: Context<Edge>, client: BusClient, known: KnownTags): Promise<Response> {
  const id = c.req.param('id') ?? ''
  const contract = Object.hasOwn(OWNERS, id.slice(0, 2)) ? OWNERS[id.slice(0, 2) as keyof typeof OWNERS] : undefined
  if (!contract || !/^[\w-]{3,120}$/.test(id)) throw new Refused('NOT_FOUND')
  const parsed = contract.schema.safeParse({ id, size: c.req.query('size') })
  if (!parsed.success) throw invalid(parsed.error)
  const shared = contract === GetPoster
  const name = `${shared ? '' : (c.var.visitor?.userId ?? 'operator')} ${id} ${parsed.data.size}`
  const had = c.req
    .header('if-none-match')
    ?.split(',')
    // a proxy that packs an answer makes its tag a weak one, which is as good here
    .map((one) => one.trim().replace(/^W\//, ''))
  const tag = known.get(name, shared)
  if (tag !== undefined && had?.includes(tag)) return c.body(null, 304, { ...KEPT, etag: tag })
  const answer: AnswerOf<typeof GetPoster> = await client.ask(contract, parsed.data, whoOf(c))
  const etag = `"${answer.etag}"`
  known.set(name, etag)
  if (had?.includes(etag)) return c.body(null, 304, { ...KEPT, etag })
  return c.body(Buffer.from(answer.base64, 'base64'), 200, { ...KEPT, etag, 'content-type': answer.contentType })
}

const AT_MOST = 5000
/** A library may be taken from somebody: whether they may still see its pictures is asked again after this. */
const BELIEVED_MS = 60_000

/** What pictures were answered with a moment ago, by who asked: who has one already need not have it fetched. */
class KnownTags {
  readonly #tags = new Map<string, { tag: string; at: number }>()

  get(name: string, forGood: boolean): string | undefined {
    const known = this.#tags.get(name)
    return known && (forGood || performance.now() - known.at < BELIEVED_MS) ? known.tag : undefined
  }

  set(name: string, tag: string): void {
    this.#tags.delete(name)
    this.#tags.set(name, { tag, at: performance.now() })
    const [oldest] = this.#tags.keys()
    if (this.#tags.size > AT_MOST && oldest !== undefined) this.#tags.delete(oldest)
  }
}
