import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Context, Hono } from 'hono'
import type { Edge } from './variables.ts'

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
  '.json': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
}

interface PageFile {
  body: Buffer<ArrayBuffer>
  type: string
  etag: string
  immutable: boolean
}

/** Serves the built page: hashed assets for ever, everything else after asking; unknown addresses get the page. */
export async function mountPage(app: Hono<Edge>, folder: string): Promise<void> {
  const files = new Map<string, PageFile>()
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const file = path.join(entry.parentPath, entry.name)
    const type = TYPES[path.extname(file)]
    if (!type) continue
    const name = `/${path.relative(folder, file).split(path.sep).join('/')}`
    const body = await readFile(file)
    const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
    files.set(name, { body, type, etag, immutable: name.startsWith('/assets/') })
  }
  const page = files.get('/index.html')
  app.get('*', (c, next) => {
    if (/^\/(api|hooks|ws)(\/|$)/.test(c.req.path)) return next()
    const file = files.get(c.req.path)
    if (file) return serve(c, file)
    // a missing asset must not come back as a page that a script tag cannot read
    if (!page || c.req.path.startsWith('/assets/')) return next()
    return serve(c, page)
  })
}

function serve(c: Context<Edge>, file: PageFile): Response {
  const headers = {
    'content-type': file.type,
    'cache-control': file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    etag: file.etag,
  }
  if (c.req.header('if-none-match')?.includes(file.etag)) return c.body(null, 304, headers)
  return c.body(file.body, 200, headers)
}
