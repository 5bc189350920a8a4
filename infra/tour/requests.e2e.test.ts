import { type Browser, chromium, type Locator, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Demo, startDemo } from '../demo/demo.ts'
import { type DemoPerson, PEOPLE } from '../demo/settle.ts'
import { findChromium } from '../test/chromium.ts'
import { freePort } from '../test/fresh.ts'
import { complaintsOf } from './house.ts'
import { isSound } from './sound.ts'

const FILM = { id: 700_102, title: 'Salt Cathedral' }
const WAITING = [
  { id: 700_103, title: 'Nine Minutes to Vellum' },
  { id: 700_106, title: 'Harrow & Finch' },
]
/** In the library of the demo from the start. */
const HERE = { id: 700_101, title: 'The Lamplighter of Orrin Bay' }
/** What travels through the house is looked at every so often. */
const TRAVEL_MS = 90_000

/** A member and whoever runs the house, each in a browser of their own; one step builds on the other. */
describe('requests', () => {
  let demo: Demo
  let browser: Browser
  let admin: Page
  let ben: Page
  const complaints: string[][] = []

  const main = (page: Page, name: string): Locator =>
    page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name, exact: true })
  const said = (page: Page, text: string | RegExp): Promise<void> => page.getByText(text).first().waitFor()
  const dialog = (page: Page): Locator => page.getByRole('dialog')
  const card = (page: Page, title: string): Locator =>
    page.getByRole('list', { name: 'Requests' }).getByRole('listitem').filter({ hasText: title })
  const stage = (page: Page, name: string): Locator =>
    page.getByRole('region', { name: 'How it went' }).getByRole('listitem').filter({ hasText: name }).first()

  async function signedIn({ username, password }: DemoPerson): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    const page = await context.newPage()
    page.setDefaultTimeout(20_000)
    complaints.push(complaintsOf(page))
    await page.goto(demo.url)
    await page.getByLabel('Name').fill(username)
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByRole('navigation', { name: 'Main' }).waitFor()
    return page
  }
  /** Looks for a title and opens its page. */
  async function find(page: Page, title: string): Promise<void> {
    await main(page, 'Discover').click()
    await page.getByRole('searchbox', { name: 'Search films, series and music' }).fill(title)
    await page
      .getByRole('list', { name: `Found for “${title}”` })
      .getByRole('link', { name: title })
      .first()
      .click()
    await page.getByRole('heading', { name: title, level: 1 }).waitFor()
  }
  const atSeerr = (tmdbId: number): number =>
    [...demo.house.seerr.seerr.world.requests.values()].filter(({ media }) => media.tmdbId === tmdbId).length

  beforeAll(async () => {
    const executablePath = findChromium()
    if (!executablePath) throw new Error('No Chromium was found; npm test says how to install one.')
    demo = await startDemo({ port: await freePort() })
    // every step is made by the test
    demo.house.pace(0)
    browser = await chromium.launch({ executablePath, args: ['--disable-background-networking', '--disable-quic'] })
    admin = await signedIn(PEOPLE.demo)
    ben = await signedIn(PEOPLE.ben)
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await demo?.stop()
  })

  it('a member finds what is here and what is not while typing, and the address keeps what was looked for', async () => {
    await main(ben, 'Discover').click()
    await ben.getByRole('list', { name: 'Much watched these days' }).getByRole('link').first().waitFor()
    await isSound(ben)
    await ben.getByRole('searchbox', { name: 'Search films, series and music' }).pressSequentially('lamplighter')
    await ben.waitForURL(/query=lamplighter/)
    await ben.getByRole('link', { name: `${HERE.title} 1962 · Film In the library` }).waitFor()
    await ben.reload()
    await ben.getByRole('link', { name: HERE.title }).first().waitFor()
    expect(await ben.getByRole('searchbox').inputValue()).toBe('lamplighter')
    await ben.getByRole('searchbox').fill('there is no such title')
    await said(ben, 'Nothing found for “there is no such title”')
    await isSound(ben)
  })

  it('asks for it, and sees at once that it waits for approval', async () => {
    await find(ben, FILM.title)
    await isSound(ben)
    await ben.getByRole('button', { name: 'Ask for this film' }).click()
    await ben.getByText(`You asked for ${FILM.title}.`).first().waitFor()
    await ben.getByRole('link', { name: 'See how far it is' }).first().click()
    await ben.getByRole('heading', { name: 'How it went' }).waitFor()
    await said(ben, 'Waits for approval')
    await isSound(ben)
  })

  it('whoever runs the house approves it where it stands, and both see it travel into Plex without a reload', async () => {
    await admin.getByRole('link', { name: 'Requests 1', exact: true }).or(main(admin, 'Requests')).first().click()
    await card(admin, FILM.title).getByText('Waits for approval').waitFor()
    await isSound(admin)
    await card(admin, FILM.title)
      .getByRole('button', { name: `Approve ${FILM.title}` })
      .click()
    await dialog(admin)
      .getByText(/Seerr hands it to Radarr/)
      .waitFor()
    await isSound(admin)
    await dialog(admin).getByRole('button', { name: 'Approve', exact: true }).click()
    await said(admin, `${FILM.title} is approved.`)
    await stage(ben, 'Approved').getByText('from MediaNest').waitFor()
    await card(admin, FILM.title).getByText('On its way').waitFor()
    await demo.house.settled()
    await demo.house.step()
    await demo.house.step()
    await stage(ben, 'Release found').getByText('Indexer').waitFor({ timeout: TRAVEL_MS })
    await ben.getByRole('progressbar').first().waitFor({ timeout: TRAVEL_MS })
    await isSound(ben)
    await demo.house.finish(FILM.id)
    await ben.getByRole('main').getByText('In the library').first().waitFor({ timeout: TRAVEL_MS })
    await card(admin, FILM.title).getByText('In the library').waitFor({ timeout: TRAVEL_MS })
    await ben.getByRole('link', { name: `Play in Plex: ${FILM.title}` }).waitFor({ timeout: TRAVEL_MS })
    await isSound(ben)
  }, 300_000)

  it('what is asked while Seerr is down is kept, and goes once when it is back', async () => {
    // while Seerr is away, what was seen here before is found
    for (const { title } of WAITING.toReversed()) await find(ben, title)
    await demo.house.seerr.down()
    for (const { title } of WAITING) {
      await find(ben, title)
      await ben.getByRole('button', { name: 'Ask for this film' }).click()
      await ben.getByText(`${title} is kept here`).first().waitFor()
    }
    await main(ben, 'Requests').click()
    for (const { title } of WAITING)
      await card(ben, title)
        .getByText(/Waits for Seerr since/)
        .waitFor()
    await isSound(ben)
    await demo.house.seerr.up()
    for (const { title } of WAITING) {
      await card(ben, title).getByText('Waits for approval').waitFor({ timeout: 60_000 })
    }
    expect(WAITING.map(({ id }) => atSeerr(id))).toEqual([1, 1])
  }, 180_000)

  it('a request is declined with a reason, which whoever asked reads', async () => {
    const title = WAITING[0]?.title ?? ''
    await card(admin, title)
      .getByRole('button', { name: `Decline ${title}` })
      .click()
    await dialog(admin)
      .getByText(/Nothing is fetched/)
      .waitFor()
    await dialog(admin).getByLabel('Reason').fill('We have it on a disc.')
    await isSound(admin)
    await dialog(admin).getByRole('button', { name: 'Decline', exact: true }).click()
    await said(admin, `${title} is declined.`)
    await card(ben, title).getByText('Reason: We have it on a disc.').waitFor()
    await card(ben, title).getByRole('link', { name: title }).click()
    await said(ben, 'Reason: We have it on a disc.')
    await isSound(ben)
  })

  it('a problem is reported, talked about and resolved', async () => {
    await find(ben, HERE.title)
    await ben.getByRole('button', { name: 'Report a problem' }).click()
    await dialog(ben).getByRole('radio', { name: 'Sound' }).check()
    await dialog(ben).getByRole('button', { name: 'Report it' }).click()
    await said(ben, 'Say in a few words what is wrong.')
    await dialog(ben).getByLabel('What you saw or heard').fill('No sound from minute 12 on.')
    await isSound(ben)
    await dialog(ben).getByRole('button', { name: 'Report it' }).click()
    await ben.getByRole('heading', { name: `${HERE.title}: Sound`, level: 1 }).waitFor()
    await main(admin, 'Requests').click()
    await admin
      .getByRole('navigation', { name: /^Requests and what/ })
      .getByRole('link', { name: 'Problems' })
      .click()
    await isSound(admin)
    await admin.getByRole('link', { name: `${HERE.title}: Sound` }).click()
    await admin.getByLabel('Your comment').fill('I fetch another one.')
    await admin.getByRole('button', { name: 'Comment', exact: true }).click()
    await said(ben, 'I fetch another one.')
    await isSound(ben)
    await admin.getByRole('button', { name: 'Mark as resolved' }).click()
    await ben.getByRole('main').getByText('Resolved', { exact: true }).waitFor()
  })

  it('a rule is tried on what was asked for before it is saved', async () => {
    await main(admin, 'Requests').click()
    await admin.getByRole('link', { name: 'Approval rules', exact: true }).click()
    await said(admin, 'No rules')
    await admin.getByRole('button', { name: 'New rule' }).click()
    await dialog(admin).getByRole('button', { name: 'Save' }).click()
    await said(admin, 'Give it a name.')
    await dialog(admin).getByLabel('Name').fill('Films')
    await dialog(admin).getByRole('checkbox', { name: 'Films' }).check()
    await dialog(admin).getByRole('button', { name: 'What if?' }).click()
    await said(admin, 'Had this rule been on for the last 30 days, these 3 requests would have passed.')
    await dialog(admin).getByRole('table', { name: 'Requests that would have passed' }).getByText(FILM.title).waitFor()
    await isSound(admin)
    await dialog(admin).getByRole('button', { name: 'Save' }).click()
    await said(admin, 'Films approves from now on.')
    await isSound(admin)
  })

  it('how long requests take stands in a chart that the keyboard reads, and in tables', async () => {
    await admin.getByRole('link', { name: 'Statistics', exact: true }).click()
    await said(admin, 'From asked to in Plex')
    await admin.getByRole('slider').press('End')
    await said(admin, /3 requests/)
    await admin.getByRole('table', { name: 'Stage by stage' }).getByText('Downloading').waitFor()
    await isSound(admin)
  })

  it('on a phone and by keyboard alone it is the same', async () => {
    const phone = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true })
    await phone.addCookies(await ben.context().cookies())
    const page = await phone.newPage()
    complaints.push(complaintsOf(page))
    await page.goto(`${demo.url}/discover`)
    const search = page.getByRole('searchbox')
    await search.focus()
    await page.keyboard.type('a quiet')
    await page.waitForURL(/query=a/)
    await page
      .getByRole('list', { name: /^Found for/ })
      .getByRole('link')
      .first()
      .waitFor()
    await page
      .getByRole('list', { name: /^Found for/ })
      .getByRole('link')
      .first()
      .focus()
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/media\//)
    await page.getByRole('heading', { level: 1 }).waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
    await phone.close()
  })

  it('nothing complained', () => {
    // while Seerr is away, so are its pictures
    expect([...new Set(complaints.flat())].filter((one) => !/status of 502/.test(one))).toEqual([])
  })
})
