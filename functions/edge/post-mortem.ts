import type { Context } from 'hono'
import { GetPostMortem } from '../../contracts/incidents.ts'
import type { BusClient } from '../../bus/gateway.ts'
import { invalid } from './envelope.ts'
import { whoOf } from './interpret.ts'
import type { Edge } from './variables.ts'

/** An incident as a Markdown file, for whoever writes up what happened. */
export async function postMortem(c: Context<Edge>, client: BusClient): Promise<Response> {
  const parsed = GetPostMortem.schema.safeParse({ id: c.req.param('id') })
  if (!parsed.success) throw invalid(parsed.error)
  const { name, markdown } = await client.ask(GetPostMortem, parsed.data, whoOf(c))
  return c.body(markdown, 200, {
    'content-type': 'text/markdown; charset=utf-8',
    'content-disposition': `attachment; filename="${fileName(name)}"`,
    'cache-control': 'no-store',
  })
}

/** What every system takes for a file's name, as Markdown. */
const fileName = (name: string): string => {
  const safe = name
    .replace(/\.md$/i, '')
    .normalize('NFKD')
    .replaceAll(/[^\w.-]+/g, '-')
    .replaceAll(/^[-.]+|[-.]+$/g, '')
    .slice(0, 100)
  return `${safe || 'post-mortem'}.md`
}
