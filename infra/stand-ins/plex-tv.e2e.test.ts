import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { findChromium } from '../test/chromium.ts'
import { until } from '../test/fresh.ts'
import { type PlexTv, startPlexTv } from './plex-tv.ts'

const APP = { accept: 'application/json', 'x-plex-client-identifier': 'the-portal', 'x-plex-product': 'Portal' }

/** A page of the product's own, from which the sign-in is opened and to which it leads back. */
const home = createServer((_request, response) =>
  response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Home</title>'),
)
let homeUrl: string
let browser: Browser
let tv: PlexTv
let page: Page

beforeAll(async () => {
  await new Promise<void>((listening) => home.listen(0, '127.0.0.1', listening))
  homeUrl = `http://127.0.0.1:${(home.address() as AddressInfo).port}`
  browser = await chromium.launch({ executablePath: findChromium() })
})
afterAll(async () => {
  await browser.close()
  home.closeAllConnections()
  await new Promise((closed) => home.close(closed))
})
beforeEach(async () => {
  tv = await startPlexTv({
    people: [
      { id: 1, username: 'anna' },
      { id: 2, username: '', title: 'Clara <3' },
    ],
  })
  page = await browser.newPage()
})
afterEach(async () => {
  await page.close()
  await tv.stop()
})

async function newPin(query = '?strong=true'): Promise<{ id: number; code: string }> {
  const response = await fetch(`${tv.url}/api/v2/pins${query}`, { method: 'POST', headers: APP })
  return (await response.json()) as { id: number; code: string }
}

async function signedIn(id: number): Promise<string> {
  const pin = (await (await fetch(`${tv.url}/api/v2/pins/${id}`, { headers: APP })).json()) as { authToken: string }
  const headers = { ...APP, 'x-plex-token': pin.authToken }
  return ((await (await fetch(`${tv.url}/api/v2/user`, { headers })).json()) as { title: string }).title
}

function authAddress(code: string, mark = '#?', more: Record<string, string> = {}): string {
  const said = new URLSearchParams({ clientID: 'the-portal', code, 'context[device][product]': 'Portal', ...more })
  return `${tv.url}/auth${mark}${said}`
}

test('a pop-up is told who one is and closes itself', async () => {
  const { id, code } = await newPin()
  await page.goto(homeUrl)
  const opened = page.waitForEvent('popup')
  await page.evaluate((address) => void window.open(address, 'plex', 'popup'), authAddress(code))
  const popup = await opened
  await popup.getByText('Portal asks to use your account.').waitFor()
  const closed = popup.waitForEvent('close')
  await popup.getByRole('button', { name: 'Sign in as anna' }).click()
  await closed
  expect(await signedIn(id)).toBe('anna')
})

test('with an address to go on to, it goes there, signed in or not', async () => {
  const { id, code } = await newPin()
  const address = authAddress(code, '#!?', { forwardUrl: `${homeUrl}/back` })
  await page.goto(address)
  await page.getByRole('button', { name: 'Do not sign in' }).click()
  await page.waitForURL(`${homeUrl}/back`)
  await expect(signedIn(id)).resolves.toBeUndefined()
  await page.goto(address)
  await page.getByRole('button', { name: 'Sign in as Clara <3' }).click()
  await page.waitForURL(`${homeUrl}/back`)
  expect(await signedIn(id)).toBe('Clara <3')
  await page.goto(address)
  await page.getByRole('button', { name: 'Sign in as anna' }).click()
  await page.getByText('It ran out or was used.').waitFor()
})

test('what stands in front of the fragment is not seen', async () => {
  const { code } = await newPin()
  await page.goto(authAddress(code, '?'))
  await page.getByText('We were unable to complete this request').waitFor()
  expect(await page.getByRole('button', { name: 'Sign in as anna' }).isVisible()).toBe(false)
})

test('four characters are typed on the other page', async () => {
  const { id, code } = await newPin('')
  await page.goto(`${tv.url}/link`)
  await page.getByLabel('Code').fill('0000')
  await page.getByRole('button', { name: 'Link' }).click()
  await page.getByText('That code is not valid.').waitFor()
  await page.goto(`${tv.url}/link?pin=${code.toLowerCase()}`)
  await page.getByLabel('Account').selectOption('Clara <3')
  await page.getByRole('button', { name: 'Link' }).click()
  await page.getByText('You can go back to Portal.').waitFor()
  await until(async () => (await signedIn(id)) === 'Clara <3')
})
