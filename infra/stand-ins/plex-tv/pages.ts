import { Hono } from 'hono'
import { html, raw } from 'hono/html'
import type { Accounts } from './accounts.ts'
import type { Pins } from './pins.ts'

/** Reads what the address says after `#?` or `#!?` (Plex reads nothing in front of it) and fills the forms with it. */
const FILL = `
  const said = new URLSearchParams(location.hash.replace(/^#!?\\?/, ''))
  const whole = /^#!?\\?/.test(location.hash) && said.get('clientID') && said.get('code')
  document.getElementById(whole ? 'choice' : 'incomplete').hidden = false
  document.getElementById('product').textContent = said.get('context[device][product]') || 'An app'
  for (const name of ['clientID', 'code', 'forwardUrl']) {
    for (const input of document.querySelectorAll('input[name=' + name + ']')) input.value = said.get(name) || ''
  }
  const leave = document.getElementById('leave')
  leave.onclick = () => said.get('forwardUrl') ? location.assign(said.get('forwardUrl')) : window.close()`

const page = (title: string, body: unknown) =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <link rel="icon" href="data:," />
        <title>${title}</title>
        <style>
          body {
            font: 16px sans-serif;
            max-width: 24rem;
            margin: 3rem auto;
            padding: 0 1rem;
          }
          button,
          input,
          select {
            font: inherit;
            padding: 0.5rem;
            margin: 0.25rem 0;
          }
        </style>
      </head>
      <body>
        <h1>${title}</h1>
        <p><small>A stand-in of plex.tv. No real account is involved.</small></p>
        ${body}
      </body>
    </html>`

/**
 * The two pages that a person meets: `/auth`, with what the product put into the fragment, and `/link` for the four
 * characters. Both let the visitor be anybody whom the stand-in knows.
 */
export function pages(accounts: Accounts, pins: Pins): Hono {
  const nameOf = ({ username, title }: { username: string; title: string }) => username || title
  return new Hono()
    .get('/auth', (c) =>
      c.html(
        page(
          'Sign in to Plex',
          html`<div id="choice" hidden>
              <p><strong id="product"></strong> asks to use your account.</p>
              ${[...accounts.people.values()].map(
                (person) =>
                  html`<form method="post" action="/auth">
                    <input type="hidden" name="clientID" />
                    <input type="hidden" name="code" />
                    <input type="hidden" name="forwardUrl" />
                    <input type="hidden" name="person" value="${person.id}" />
                    <button>Sign in as ${nameOf(person)}</button>
                  </form>`,
              )}
              <button id="leave" type="button">Do not sign in</button>
            </div>
            <p id="incomplete" hidden>
              We were unable to complete this request: clientID and code have to stand after #? in the address.
            </p>
            <script>
              ${raw(FILL)}
            </script>`,
        ),
      ),
    )
    .post('/auth', async (c) => {
      const { clientID, code, forwardUrl, person } = (await c.req.parseBody()) as Record<string, string>
      const pin = pins.find(code ?? '')
      if (!pin || pin.clientIdentifier !== clientID || pin.claimedBy !== undefined) {
        return c.html(page('This code is not valid', html`<p>It ran out or was used. Start again in the app.</p>`), 400)
      }
      pins.claim(pin, accounts.find(Number(person)))
      if (forwardUrl) return c.redirect(forwardUrl, 303)
      const close = html`<p>You can close this window.</p>
        <script>
          window.close()
        </script>`
      return c.html(page('You are signed in', close))
    })
    .get('/link', (c) =>
      c.html(
        page(
          'Link your account',
          html`<form method="post" action="/link">
            <p>
              <label
                >Code <input name="code" maxlength="4" autocomplete="off" value="${c.req.query('pin') ?? ''}"
              /></label>
            </p>
            <p>
              <label>
                Account
                <select name="person">
                  ${[...accounts.people.values()].map(
                    (person) => html`<option value="${person.id}">${nameOf(person)}</option>`,
                  )}
                </select>
              </label>
            </p>
            <button>Link</button>
          </form>`,
        ),
      ),
    )
    .post('/link', async (c) => {
      const { code, person } = (await c.req.parseBody()) as Record<string, string>
      const pin = code?.length === 4 ? pins.find(code) : undefined
      if (!pin || pin.claimedBy !== undefined) {
        const again = html`<p>That code is not valid. <a href="/link">Try again</a></p>`
        return c.html(page('Link your account', again), 400)
      }
      pins.claim(pin, accounts.find(Number(person)))
      return c.html(page('Account linked', html`<p>You can go back to ${pin.product}.</p>`))
    })
}
