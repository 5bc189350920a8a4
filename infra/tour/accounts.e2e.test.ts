import { Secret, TOTP } from 'otpauth'
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type PlexServer, startPlexServer } from '../stand-ins/plex-server.ts'
import { type PlexTv, startPlexTv } from '../stand-ins/plex-tv.ts'
import { complaintsOf, type House, startHouse } from './house.ts'
import { isSound } from './sound.ts'

const MACHINE = '0f9d3c5ad1b24e6fa0c1d2e3f4a5b6c7d8e9f001'
const password = 'a password of my own'
const STEP_MS = 30_000
/** Scripts before anybody has signed in, compressed. */
const FIRST_LOAD_BYTES = 60_000

/** How people come in, what they see, and how they are kept out; one step builds on the other. */
describe('accounts', () => {
  let house: House
  let plexTv: PlexTv
  let plexServer: PlexServer
  let admin: Page
  let anna: Page
  let ben: Page
  let complaints: string[]
  const contexts: BrowserContext[] = []

  /** A browser of somebody's own. */
  const browserOf = async (): Promise<Page> => {
    const context = await house.browser.newContext({ viewport: { width: 1440, height: 900 } })
    contexts.push(context)
    const page = await context.newPage()
    page.setDefaultTimeout(15_000)
    return page
  }
  const configure = async (config: object): Promise<void> => {
    const answer = await admin.request.put(`${house.portal.url}/api/admin/config`, { data: config })
    expect(answer.status()).toBe(200)
  }
  const entry = (page: Page, name: string): Locator =>
    page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name, exact: true })
  const focusOn = (page: Page, text: string): Promise<void> => page.locator(':focus', { hasText: text }).waitFor()
  const arrived = (page: Page): Promise<void> => entry(page, 'Board').waitFor()
  const signInTitle = (page: Page): Promise<void> => page.getByRole('heading', { name: 'Sign in' }).waitFor()
  /** Through the window of Plex, as somebody whom the stand-in knows. */
  const withPlex = async (page: Page, who: string, button = 'Sign in with Plex'): Promise<Page> => {
    const opened = page.context().waitForEvent('page')
    await page.getByRole('button', { name: button }).click()
    const plex = await opened
    await plex.getByRole('button', { name: `Sign in as ${who}` }).click()
    return plex
  }

  beforeAll(async () => {
    plexTv = await startPlexTv({
      people: [
        { id: 1, username: 'anna', email: 'anna@example.test', owns: [MACHINE] },
        { id: 2, username: 'ben', email: 'ben@example.test', shared: [MACHINE] },
        { id: 3, username: 'stranger', email: 'stranger@example.test' },
        { id: 4, username: 'carl', email: 'carl@example.test' },
        { id: 5, username: 'dora', email: 'dora@example.test', shared: [MACHINE] },
      ],
    })
    plexServer = await startPlexServer({ machineIdentifier: MACHINE, plexTv })
    plexTv.addServer({ machineIdentifier: MACHINE, url: plexServer.url })
    house = await startHouse({ PLEX_TV_URL: plexTv.url, ADMIN_PASSWORD: 'the first password' })
    admin = await browserOf()
    ben = await browserOf()
    complaints = complaintsOf(ben)
  })
  afterAll(async () => {
    for (const context of contexts) await context.close()
    await house?.stop()
    await plexServer?.stop()
    await plexTv?.stop()
  })

  it('lets the admin in by name and password, who connects Plex', async () => {
    await admin.goto(house.portal.url)
    await isSound(admin)
    const fetched = await admin.evaluate(() =>
      (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
        .filter(({ name }) => name.endsWith('.js'))
        .reduce((bytes, { encodedBodySize }) => bytes + encodedBodySize, 0),
    )
    expect(fetched).toBeGreaterThan(0)
    expect(fetched).toBeLessThan(FIRST_LOAD_BYTES)
    await admin.getByLabel('Name').fill('admin')
    await admin.getByLabel('Password', { exact: true }).fill('the first password')
    await admin.getByRole('button', { name: 'Sign in', exact: true }).click()
    await admin.getByLabel('Current password').fill('the first password')
    await admin.getByLabel('New password', { exact: true }).fill(password)
    await admin.getByLabel('Repeat the new password').fill(password)
    await admin.getByRole('button', { name: 'Save password' }).click()
    await arrived(admin)
    const data = { url: plexServer.url, token: plexTv.serverToken(1, MACHINE) }
    const answer = await admin.request.put(`${house.portal.url}/api/admin/services/plex`, { data })
    expect(answer.status()).toBe(200)
  })

  it('lets a member in through the window of Plex, to where they wanted to go', async () => {
    await ben.goto(`${house.portal.url}/account`)
    const plex = await withPlex(ben, 'ben')
    await ben.getByRole('heading', { name: 'Your account' }).waitFor()
    await ben.getByText('Linked to the Plex account ben').waitFor()
    // it closes itself where the browser lets it, and says so where not
    if (!plex.isClosed()) await plex.getByText('You can close this window').waitFor()
    await isSound(ben)
  })

  it('shows a member nothing of what only the admin may see', async () => {
    for (const name of ['Services', 'Journal', 'People', 'Webhooks', 'Settings']) {
      expect(await entry(ben, name).count()).toBe(0)
    }
    for (const path of ['/people', '/journal', '/services', '/settings', '/connections', '/audit']) {
      await ben.goto(house.portal.url + path)
      await ben.getByRole('heading', { name: 'Not for everybody' }).first().waitFor()
    }
    await ben.goto(`${house.portal.url}/nowhere`)
    await ben.getByRole('heading', { name: 'Nothing here' }).first().waitFor()
    expect((await ben.request.get(`${house.portal.url}/api/admin/users`)).status()).toBe(403)
  })

  it('lets somebody in with four characters typed elsewhere', async () => {
    anna = await browserOf()
    await anna.goto(house.portal.url)
    await anna.getByRole('button', { name: 'Use a code instead' }).click()
    const code = ((await anna.locator('.plex-code').textContent()) ?? '').trim()
    expect(code).toMatch(/^[A-Z\d]{4}$/)
    await anna.getByText(/Good for another/).waitFor()
    await isSound(anna)
    const elsewhere = await browserOf()
    await elsewhere.goto(`${plexTv.url}/link`)
    await elsewhere.getByLabel('Code').fill(code)
    await elsewhere.getByLabel('Account').selectOption({ label: 'anna' })
    await elsewhere.getByRole('button', { name: 'Link' }).click()
    await arrived(anna)
  })

  it('says how to go on to whoever comes back from the Plex window without a yes', async () => {
    const page = await browserOf()
    await page.goto(house.portal.url)
    const opened = page.context().waitForEvent('page')
    await page.getByRole('button', { name: 'Sign in with Plex' }).click()
    const plex = await opened
    await plex.getByRole('button', { name: 'Sign in as anna' }).waitFor()
    await page.getByText('Say yes in the Plex window').waitFor()
    await plex.close()
    // a headless browser has every page in focus, so the coming back is told to it
    await page.evaluate(() => void dispatchEvent(new Event('focus')))
    await page.getByText('Plex has not heard a yes so far').waitFor()
    await isSound(page)
    await withPlex(page, 'anna', 'Open the window again')
    await arrived(page)
    await page.context().close()
  })

  it('tells a stranger why they stay outside, and offers the code where the window is blocked', async () => {
    const stranger = await browserOf()
    await stranger.goto(house.portal.url)
    await withPlex(stranger, 'stranger')
    await stranger
      .locator('.plex-said')
      .filter({ hasText: /\w{3,}.*\./ })
      .waitFor()
    await stranger.getByRole('button', { name: 'Sign in with Plex' }).waitFor()
    await stranger.evaluate(() => void (window.open = () => null))
    await stranger.getByRole('button', { name: 'Sign in with Plex' }).click()
    await stranger.getByText('Your browser kept the Plex window shut').waitFor()
    await stranger.locator('.plex-code').waitFor()
  })

  it('sets up a second factor, asks for it at the next sign-in, and takes a recovery code once', async () => {
    await admin.goto(`${house.portal.url}/account`)
    await admin.getByRole('button', { name: 'Set up' }).click()
    await admin.getByLabel('Your password').fill(password)
    await admin.getByRole('button', { name: 'Begin' }).click()
    await admin.getByRole('img', { name: 'QR code for the authenticator app' }).waitFor()
    await isSound(admin)
    const secret = ((await admin.locator('.secret-row .mono').textContent()) ?? '').replaceAll(/\s/g, '')
    const app = new TOTP({ secret: Secret.fromBase32(secret) })
    await focusOn(admin, 'Scan this with your authenticator app')
    await admin.getByRole('button', { name: 'Turn it on' }).click()
    await admin.getByText('Enter the six digits that your app shows').waitFor()
    await admin.getByLabel('Code', { exact: true }).fill('000000')
    await admin.getByRole('button', { name: 'Turn it on' }).click()
    await admin.getByText('That code is not right').waitFor()
    await admin.getByLabel('Code', { exact: true }).fill(app.generate())
    await admin.getByRole('button', { name: 'Turn it on' }).click()
    const shown = admin.getByRole('list', { name: 'Your recovery codes' }).getByRole('listitem')
    await shown.first().waitFor()
    const codes = await shown.allTextContents()
    expect(codes.length).toBeGreaterThanOrEqual(8)
    await isSound(admin)
    await admin.getByRole('button', { name: 'I have kept them' }).click()
    await admin.getByText('Signing in takes a code of your authenticator app').waitFor()

    const firstStep = async (): Promise<Page> => {
      const page = await browserOf()
      await page.goto(house.portal.url)
      await page.getByLabel('Name').fill('admin')
      await page.getByLabel('Password', { exact: true }).fill(password)
      await page.getByRole('button', { name: 'Sign in', exact: true }).click()
      return page
    }
    const phone = await firstStep()
    await phone.getByLabel('Code from your authenticator app').fill('000000')
    await phone.getByRole('button', { name: 'Go on' }).click()
    await phone.getByText('That code is not right').waitFor()
    await isSound(phone)
    // a code is good once, so the next one is taken
    await phone.getByLabel('Code from your authenticator app').fill(app.generate({ timestamp: Date.now() + STEP_MS }))
    await phone.getByRole('button', { name: 'Go on' }).click()
    await arrived(phone)

    const recovery = async (page: Page): Promise<void> => {
      await page.getByRole('button', { name: 'Use a recovery code instead' }).click()
      await page.getByLabel('Recovery code').fill(codes[0] ?? '')
      await page.getByRole('button', { name: 'Go on' }).click()
    }
    const tablet = await firstStep()
    await recovery(tablet)
    await arrived(tablet)
    const other = await firstStep()
    await recovery(other)
    await other.getByText('That recovery code is not right').waitFor()
  })

  it('holds an admin at the second factor where the house requires it', async () => {
    await configure({ auth: { twoFactor: 'required' } })
    await anna.reload()
    await anna.getByRole('heading', { name: 'Set up two-factor sign-in' }).waitFor()
    await anna.getByLabel('Code', { exact: true }).waitFor()
    await isSound(anna)
    const secret = ((await anna.locator('.secret-row .mono').textContent()) ?? '').replaceAll(/\s/g, '')
    await anna.getByLabel('Code', { exact: true }).fill(new TOTP({ secret: Secret.fromBase32(secret) }).generate())
    await anna.getByRole('button', { name: 'Turn it on' }).click()
    await anna.getByRole('button', { name: 'I have kept them' }).click()
    await arrived(anna)
    await entry(anna, 'People').waitFor()
  })

  it('links an account to Plex and unlinks it, but not to a Plex account of somebody else here', async () => {
    const plex = admin.getByRole('region', { name: 'Plex' })
    await withPlex(admin, 'ben', 'Link with Plex')
    await plex.getByText('belongs to another account of this house').waitFor()
    await withPlex(admin, 'dora', 'Link with Plex')
    await plex.getByText('Linked to the Plex account dora').waitFor()
    await plex.getByRole('button', { name: 'Unlink' }).click()
    await admin.getByRole('dialog').getByRole('button', { name: 'Unlink' }).click()
    await plex.getByText('Your account is not linked to Plex.').waitFor()
  })

  it('signs another device out, which falls back to the sign-in page at once', async () => {
    const second = await browserOf()
    await second.goto(house.portal.url)
    await second.getByLabel('Remember me on this device').check()
    await withPlex(second, 'ben')
    await arrived(second)
    await ben.goto(`${house.portal.url}/account`)
    const devices = ben.getByRole('region', { name: 'Devices' })
    await devices.getByText('Remembered').waitFor()
    await devices.getByRole('button', { name: /^Sign out / }).click()
    await isSound(ben)
    await ben.getByRole('dialog').getByRole('button', { name: 'Sign out', exact: true }).click()
    await ben.getByText('is signed out').waitFor()
    await signInTitle(second)
    await second.getByText('You were signed out').waitFor()
    await second.reload()
    await signInTitle(second)
  })

  it('makes an API key with some rights, shows it once and ends it', async () => {
    const keys = admin.getByRole('region', { name: 'API keys' })
    await keys.getByRole('button', { name: 'Make a key' }).click()
    await admin.getByLabel('Name', { exact: true }).fill('Home Assistant')
    await admin.getByRole('group', { name: 'Board and monitors' }).getByLabel('read').check()
    await isSound(admin)
    await admin.getByRole('button', { name: 'Make the key' }).click()
    const value = await admin.getByLabel('API key', { exact: true }).inputValue()
    await admin.getByRole('button', { name: 'Done' }).click()
    const ask = async (path: string): Promise<number> =>
      (await fetch(house.portal.url + path, { headers: { authorization: `Bearer ${value}` } })).status
    expect(await ask('/api/dashboard/status')).toBe(200)
    expect(await ask('/api/admin/users')).toBe(403)
    await keys.getByText('Board and monitors (read)').waitFor()
    await keys.getByRole('button', { name: 'End the key Home Assistant' }).click()
    await admin.getByRole('button', { name: 'End it' }).click()
    await admin.getByText('The key Home Assistant is worth nothing any more').waitFor()
    await focusOn(admin, 'API keys')
    expect(await ask('/api/dashboard/status')).toBe(401)
  })

  it('lets two people in by invitations, one with a name and one with Plex', async () => {
    await entry(admin, 'People').click()
    await admin.getByRole('link', { name: 'ben', exact: true }).waitFor()
    await isSound(admin)
    const invite = async (note: string): Promise<string> => {
      await admin.getByRole('button', { name: 'Invite', exact: true }).click()
      await admin.getByLabel('Whom it is for').fill(note)
      await admin.getByRole('button', { name: 'Make the invitation' }).click()
      const url = await admin.getByLabel('Address of the invitation').inputValue()
      await admin.getByRole('button', { name: 'Done' }).click()
      await focusOn(admin, 'Invite')
      return url
    }
    const [forGreta, forCarl] = [await invite('Greta'), await invite('Carl')]
    const greta = await browserOf()
    await greta.goto(forGreta)
    await greta.getByRole('button', { name: 'Choose a name and password' }).click()
    await isSound(greta)
    await greta.getByLabel('Name', { exact: true }).fill('ben')
    await greta.getByLabel('Password', { exact: true }).fill('flowers in the window')
    await greta.getByRole('button', { name: 'Come in' }).click()
    await greta.getByText('Somebody in this house has that name already').waitFor()
    await greta.getByLabel('Name', { exact: true }).fill('Greta')
    await greta.getByRole('button', { name: 'Come in' }).click()
    await arrived(greta)
    expect(new URL(greta.url()).pathname).toBe('/')

    // he has no share of the server, so the house has to let in whoever is invited
    await configure({ auth: { plexAccess: 'invited' } })
    const carl = await browserOf()
    await carl.goto(forGreta)
    await carl.getByRole('heading', { name: 'This invitation is not good any more' }).waitFor()
    await carl.goto(forCarl)
    await withPlex(carl, 'carl')
    await arrived(carl)

    await admin.getByRole('link', { name: 'Invitations' }).click()
    await admin.getByText('Used by Greta').waitFor()
    await admin.getByText('Used by carl').waitFor()
    await isSound(admin)
  })

  it('switches a person off, gives limits, and erases after the name was typed', async () => {
    await admin.goto(`${house.portal.url}/people`)
    await admin.getByRole('link', { name: 'ben', exact: true }).click()
    await admin.getByLabel('Requests').fill('many')
    await admin.getByRole('button', { name: 'Save limits' }).click()
    await admin.getByText('A whole number from 0 to 10,000').waitFor()
    await admin.getByLabel('Requests').fill('5')
    await admin.getByRole('button', { name: 'Save limits' }).click()
    await admin.getByText('The limits of ben are saved').waitFor()
    await admin.getByRole('button', { name: 'Switch off' }).click()
    await isSound(admin)
    await admin.getByRole('button', { name: 'Switch it off' }).click()
    await admin.getByText('The account of ben is switched off').waitFor()
    await signInTitle(ben)

    await admin.goto(`${house.portal.url}/people`)
    await admin.getByLabel('Search by name or mail address').fill('gret')
    await admin.getByRole('link', { name: 'ben', exact: true }).waitFor({ state: 'detached' })
    await admin.getByRole('link', { name: 'Greta', exact: true }).click()
    await admin.getByRole('button', { name: 'Erase', exact: true }).click()
    const erase = admin.getByRole('button', { name: 'Erase for ever' })
    await admin.getByLabel('Type Greta to confirm').fill('Gerta')
    expect(await erase.getAttribute('aria-disabled')).toBe('true')
    await admin.getByLabel('Type Greta to confirm').fill('greta')
    await isSound(admin)
    await erase.click()
    await admin.getByText('Greta is erased').waitFor()
    await admin.getByText('Nobody by that name').waitFor()
  })

  it('complained about nothing on the way', () => {
    expect(complaints.filter((text) => !/status of 403/.test(text))).toEqual([])
  })
})
