import type { Context, Hono } from 'hono'
import { GetPublicService, GetPublicStatus } from '../../contracts/status-page.ts'
import { Refused } from '../../bus/gateway.ts'
import { type Gate, guarded } from './guard.ts'
import { type Interpreter, whoOf } from './interpret.ts'
import { plain } from './plain.ts'
import { shared } from './shared.ts'
import type { Edge } from './variables.ts'

const FEED = plain('/api/public/feed.xml')
const BADGE = plain('/api/public/badges/:name/:badge')
const SVG = 'image/svg+xml; charset=utf-8'

/** What strangers may have of the status page beside its data. What draws it is large, and loaded when somebody asks. */
export function mountPublic(app: Hono<Edge>, parts: Interpreter & Gate): void {
  app.get(FEED.path, guarded(parts, FEED), (c) => feed(c, parts))
  app.get(BADGE.path, guarded(parts, BADGE), (c) => badge(c, parts))
}

async function feed(c: Context<Edge>, { answers }: Interpreter): Promise<Response> {
  const { toFeed } = await import('./feed.ts')
  const text = toFeed(await answers.ask(GetPublicStatus, {}, whoOf(c)), c.var.baseUrl)
  return shared(c, FEED.sharedSeconds ?? 0, text, () =>
    c.body(text, 200, { 'content-type': 'application/rss+xml; charset=utf-8' }),
  )
}

async function badge(c: Context<Edge>, { answers }: Interpreter): Promise<Response> {
  const name = GetPublicService.schema.safeParse({ name: c.req.param('name') })
  const { drawBadge, isBadge, NO_BADGE } = await import('./badges.ts')
  const which = c.req.param('badge') ?? ''
  // PostgreSQL has no place for NUL, and no service has it in its name
  const known = name.success && isBadge(which) && !name.data.name.includes('\0')
  const service = known
    ? await answers.ask(GetPublicService, name.data, whoOf(c)).catch((error: unknown) => {
        if (error instanceof Refused && error.code === 'NOT_FOUND') return null
        throw error
      })
    : null
  // one picture for what is private and for what is not there
  if (!service) return c.body(NO_BADGE, 404, { 'content-type': SVG })
  const drawn = drawBadge(which, service)
  return shared(c, BADGE.sharedSeconds ?? 0, drawn, () => c.body(drawn, 200, { 'content-type': SVG }))
}
