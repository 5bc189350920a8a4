import { Hono } from 'hono'
import { html } from 'hono/html'
import { type StandIn, startStandIn } from '../stand-ins/stand-in.ts'
import type { Command } from './commands.ts'

const STYLE = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{margin:0 auto;max-width:46rem;padding:1.5rem 1rem 4rem}
header{border:2px dashed;border-radius:.75rem;padding:.75rem 1rem;margin-bottom:1.5rem}
h1{font-size:1.3rem;margin:0}h2{font-size:1rem;margin:2rem 0 .25rem}
form{display:flex;flex-wrap:wrap;gap:.5rem;align-items:center;padding:.6rem 0;border-top:1px solid #8886}
form p{flex:1 1 16rem;margin:0}select,button{font:inherit;padding:.45rem .8rem;min-height:2.75rem}select{width:13rem;max-width:100%}
[role=status]{padding:.6rem 1rem;background:#4a82;border-radius:.5rem}`

/** The page from which the house is played, and `POST /do/<name>` for who prefers a terminal. On 127.0.0.1 only. */
export function startControlPage(
  commands: readonly Command[],
  links: Record<string, string>,
  port = 0,
): Promise<StandIn> {
  const page = (said = '') =>
    html`<!doctype html>
      <html lang="en">
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>The demo house</title>
        <style>
          ${STYLE}
        </style>
        <body>
          <header>
            <h1>The demo house</h1>
            This is a demo: every title, person and service behind it is invented and runs on this machine only.
            ${Object.entries(links).map(([name, url]) => html` <a href="${url}">${name}</a>`)}
          </header>
          ${said ? html`<p role="status">${said}</p>` : ''}
          ${[...Map.groupBy(commands, ({ group }) => group)].map(
            ([group, rows]) =>
              html`<h2>${group}</h2>
                ${rows.map(formOf)}`,
          )}
        </body>
      </html>`

  const app = new Hono()
    .get('/', (c) => c.html(page(c.req.query('said'))))
    .get('/favicon.ico', (c) => c.body(null, 204))
    .post('/do/:name', async (c) => {
      const command = commands.find(({ name }) => name === c.req.param('name'))
      if (!command) return c.text('There is no such command.', 404)
      const { choice } = await c.req.parseBody()
      const given = typeof choice === 'string' ? choice : c.req.query('choice')
      let said: string
      try {
        said = await command.run(given ?? '')
      } catch (error) {
        said = (error as Error).message
      }
      const wantsPage = (c.req.header('accept') ?? '').includes('text/html')
      return wantsPage ? c.redirect(`/?said=${encodeURIComponent(said)}`, 303) : c.text(`${said}\n`)
    })
  return startStandIn(
    async (request) => (local(request) ? await app.fetch(request) : new Response('', { status: 403 })),
    {
      port,
    },
  )
}

/** A row of the page; what has nothing to choose from cannot be pressed. */
function formOf({ name, label, about, choices }: Command) {
  const open = choices?.()
  return html`<form method="post" action="/do/${name}">
    <p>${about}</p>
    ${
      open
        ? html`<select name="choice" aria-label="${label}" ${open.length === 0 ? 'disabled' : ''}>
            ${open.length === 0 ? html`<option>nothing at the moment</option>` : ''}
            ${open.map(({ value, text }) => html`<option value="${value}">${text}</option>`)}
          </select>`
        : ''
    }
    <button ${open?.length === 0 ? 'disabled' : ''}>${label}</button>
  </form>`
}

/** Pages of others, opened in the same browser, have no say in the house. */
function local(request: Request): boolean {
  const { host } = new URL(request.url)
  const origin = request.headers.get('origin')
  return /^(127\.0\.0\.1|localhost)(:|$)/.test(host) && (origin === null || origin === `http://${host}`)
}
