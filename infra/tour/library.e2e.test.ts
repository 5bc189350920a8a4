import { type Browser, chromium, type Locator, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Demo, startDemo } from '../demo/demo.ts'
import { type DemoPerson, PEOPLE } from '../demo/settle.ts'
import { titleOf } from '../stand-ins/house/titles.ts'
import { findChromium } from '../test/chromium.ts'
import { freePort } from '../test/fresh.ts'
import { complaintsOf } from './house.ts'
import { isSound } from './sound.ts'

const FILM = titleOf(700_101)
const SERIES = 'Deep Ledger'
/** So many for each page, that a small library has more than one. */
const FEW = 5

/** Whoever runs the house and a member with a share of its Plex server; one step builds on the other. */
describe('library', () => {
  let demo: Demo
  let browser: Browser
  let admin: Page
  let ben: Page
  const complaints: string[][] = []
  /** What was answered with a refusal, by path. */
  const refused = new Set<string>()

  const main = (page: Page, name: string): Locator =>
    page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name, exact: true })
  const heading = (page: Page, name: string): Promise<void> =>
    page.getByRole('heading', { name, exact: true, level: 1 }).waitFor()
  const shelf = (page: Page, name: string): Locator => page.getByRole('list', { name, exact: true })
  const titles = (page: Page, name: string): Promise<string[]> =>
    shelf(page, name).locator('.media-card-title').allInnerTexts()

  async function signedIn({ username, password }: DemoPerson): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    const page = await context.newPage()
    page.setDefaultTimeout(20_000)
    complaints.push(complaintsOf(page))
    page.on('response', (response) => {
      if (response.status() >= 400 && response.status() !== 401)
        refused.add(`${response.status()} ${new URL(response.url()).pathname}`)
    })
    await page.goto(demo.url)
    await page.getByLabel('Name').fill(username)
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByRole('navigation', { name: 'Main' }).waitFor()
    return page
  }

  beforeAll(async () => {
    const executablePath = findChromium()
    if (!executablePath) throw new Error('No Chromium was found; npm test says how to install one.')
    demo = await startDemo({ port: await freePort() })
    demo.house.pace(0)
    browser = await chromium.launch({ executablePath, args: ['--disable-background-networking', '--disable-quic'] })
    admin = await signedIn(PEOPLE.demo)
    ben = await signedIn(PEOPLE.ben)
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await demo?.stop()
  })

  it('home says whether everything works, what to go on watching, and what is new', async () => {
    await heading(ben, 'Home')
    await ben
      .getByText(/Everything works|waits? for the first check|are? online/)
      .first()
      .waitFor()
    await shelf(ben, 'New in Plex').getByRole('link').first().waitFor()
    await shelf(ben, 'Go on watching').getByRole('link', { name: /S1E2/ }).first().waitFor()
    await ben.getByText('Nothing of yours is under way.').waitFor()
    await isSound(ben)
    await ben.getByRole('link', { name: 'Open the board' }).click()
    await heading(ben, 'Board')
    expect(new URL(ben.url()).pathname).toBe('/board')
  })

  it('an old link to the board of a time leads to the board', async () => {
    await ben.goto(`${demo.url}/?at=${new Date().toISOString()}`)
    await ben.waitForURL(/\/board\?at=/)
    await ben.getByText('This is the board as it stood').waitFor()
  })

  it('whoever runs the house sees who is watching what', async () => {
    demo.house.plexServer.play(demo.house.plexServer.keyOf(FILM) ?? '', 'ben', 60_000)
    const playing = admin.getByRole('region', { name: 'Now playing' })
    await playing.getByRole('link', { name: FILM.title }).waitFor({ timeout: 30_000 })
    await playing.getByText('ben').waitFor()
    await isSound(admin)
    demo.house.plexServer.stopPlaying('ben', 1_800_000)
  })

  it('a member sees the libraries that are shared with them, and nothing of the others by any door', async () => {
    await main(admin, 'Library').click()
    await shelf(admin, 'Libraries').getByRole('link', { name: 'Late films' }).click()
    await heading(admin, 'Late films')
    const hidden = new URL(admin.url()).pathname
    await main(ben, 'Library').click()
    await shelf(ben, 'Libraries').getByRole('link', { name: 'Films' }).waitFor()
    await shelf(ben, 'Libraries')
      .getByText(/^\d+ films$/)
      .waitFor()
    expect(await ben.getByText('Late films').count()).toBe(0)
    await isSound(ben)
    await ben.goto(demo.url + hidden)
    await ben.getByRole('heading', { name: 'Not in the library' }).waitFor()
    await isSound(ben)
  })

  it('a library is looked through by word, letter, order and what is not watched, and the address keeps it', async () => {
    await main(ben, 'Library').click()
    await shelf(ben, 'Libraries').getByRole('link', { name: 'Films' }).click()
    await heading(ben, 'Films')
    await shelf(ben, 'Films').getByText('Watched', { exact: true }).first().waitFor()
    const all = await titles(ben, 'Films')
    await isSound(ben)
    await ben.getByRole('button', { name: /^L: / }).click()
    await ben.waitForURL(/letter=L/)
    await ben.getByRole('link', { name: FILM.title }).waitFor()
    await ben.waitForFunction((many) => document.querySelectorAll('.media-card').length < many, all.length)
    for (const title of await titles(ben, 'Films')) expect(title).toMatch(/^(The |A |An )?L/)
    await ben.reload()
    await ben.getByRole('link', { name: FILM.title }).waitFor()
    await ben.getByRole('button', { name: 'Clear filters' }).click()
    await ben.getByLabel('Sort by').selectOption('year')
    await ben.waitForURL(/sort=year/)
    await ben.getByLabel('Order').selectOption('asc')
    await ben.waitForURL(/order=asc/)
    await shelf(ben, 'Films').getByRole('listitem').first().getByRole('link', { name: FILM.title }).waitFor()
    await ben.getByLabel('Search in titles').fill('no such title')
    await ben.getByRole('heading', { name: 'Nothing matches' }).waitFor()
    await isSound(ben)
    await ben.getByRole('button', { name: 'Clear filters' }).first().click()
    await shelf(ben, 'Films').getByRole('link').first().waitFor()
    await ben.getByRole('checkbox', { name: 'Only what I have not watched' }).check()
    await ben.waitForURL(/unwatched/)
    await expect.poll(() => titles(ben, 'Films').then(({ length }) => length)).toBeLessThan(all.length)
    expect(await shelf(ben, 'Films').getByText('Watched', { exact: true }).count()).toBe(0)
  })

  it('pages come to the end, arrow keys go from title to title, and back leads to where one was', async () => {
    const items = /\/api\/plex\/library\/\w+\/items/
    await ben.route(items, (route) =>
      route.continue({
        url: route
          .request()
          .url()
          .replace(/limit=\d+/, `limit=${FEW}`),
      }),
    )
    const asked: string[] = []
    ben.on('request', (request) => items.test(request.url()) && asked.push(request.url()))
    await ben.setViewportSize({ width: 390, height: 844 })
    await ben.goto(`${demo.url}/library`)
    await shelf(ben, 'Libraries').getByRole('link', { name: 'Films' }).click()
    const cards = shelf(ben, 'Films').getByRole('link')
    await cards.first().waitFor()
    const many = Number(/\d+/.exec((await ben.getByText(/^\d+ films$/).textContent()) ?? '')?.[0])
    expect(many).toBeGreaterThan(2 * FEW)
    await expect
      .poll(
        async () => {
          await cards.last().scrollIntoViewIfNeeded()
          return cards.count()
        },
        { timeout: 20_000 },
      )
      .toBe(many)
    expect(asked.filter((url) => url.includes('cursor=')).length).toBeGreaterThanOrEqual(2)
    await cards.nth(many - 2).focus()
    await ben.keyboard.press('ArrowRight')
    const last = await cards.last().getAttribute('href')
    expect(await ben.evaluate(() => document.activeElement?.getAttribute('href'))).toBe(last)
    const top = (): Promise<number> => cards.last().evaluate((card) => Math.round(card.getBoundingClientRect().top))
    const before = await top()
    await ben.keyboard.press('Enter')
    await ben.waitForURL(/\/library\/items\//)
    await ben.getByRole('link', { name: 'Play in Plex' }).waitFor()
    await ben.goBack()
    await cards.last().waitFor()
    await expect.poll(() => ben.evaluate(() => document.activeElement?.getAttribute('href'))).toBe(last)
    expect(Math.abs((await top()) - before)).toBeLessThan(40)
    expect(await cards.count()).toBe(many)
    await ben.unroute(items)
    await ben.setViewportSize({ width: 1440, height: 900 })
  })

  it('a series opens to its seasons and episodes, with what was watched and the way into Plex', async () => {
    await ben.goto(`${demo.url}/library`)
    await shelf(ben, 'Libraries').getByRole('link', { name: 'Series' }).click()
    await ben.getByRole('link', { name: SERIES }).click()
    await heading(ben, SERIES)
    expect(await ben.getByRole('link', { name: 'Play in Plex' }).getAttribute('href')).toMatch(
      /^https:\/\/app\.plex\.tv\//,
    )
    await ben.getByRole('link', { name: 'Requests and details' }).waitFor()
    await isSound(ben)
    await shelf(ben, 'Seasons')
      .getByRole('link', { name: /Season 1/ })
      .click()
    await heading(ben, 'Season 1')
    await shelf(ben, 'Episodes').getByRole('listitem').filter({ hasText: 'S1E1' }).getByText('Watched').waitFor()
    await isSound(ben)
    await shelf(ben, 'Episodes').getByRole('link', { name: 'Episode 2' }).click()
    await heading(ben, 'Episode 2')
    await ben.getByRole('navigation', { name: 'Where it is' }).getByRole('link', { name: SERIES }).click()
    await heading(ben, SERIES)
  })

  it('music opens to albums and tracks, and collections to their titles', async () => {
    await main(ben, 'Library').click()
    await shelf(ben, 'Libraries').getByRole('link', { name: 'Music' }).click()
    await shelf(ben, 'Music').getByRole('link').first().click()
    await shelf(ben, 'Albums').getByRole('link').first().click()
    await shelf(ben, 'Tracks').getByRole('listitem').first().waitFor()
    await isSound(ben)
    await main(ben, 'Library').click()
    await ben.getByRole('link', { name: 'Collections', exact: true }).click()
    await shelf(ben, 'Collections').getByRole('link', { name: 'By the water' }).click()
    await heading(ben, 'By the water')
    await shelf(ben, 'By the water').getByRole('link').first().waitFor()
    await isSound(ben)
  })

  it('while Plex is away the last known is shown, with its age', async () => {
    await demo.house.plexServer.down()
    await main(ben, 'Library').click()
    await shelf(ben, 'Libraries').getByRole('link', { name: 'Series' }).click()
    await ben.getByRole('link', { name: 'Lighthouse No. 7' }).click()
    await heading(ben, 'Lighthouse No. 7')
    await ben.getByText('This is how it was when Plex answered last.').waitFor()
    await ben.getByText(/As of /).waitFor()
    await shelf(ben, 'Seasons').getByRole('link').first().waitFor()
    await isSound(ben)
    await demo.house.plexServer.up()
  })

  it('nothing was refused but what had to be, and nothing else complained', () => {
    const expected = [
      /^404 \/api\/plex\/library\/\w+\/(items|filters)$/,
      // while Plex was away: what is played, and pictures that nobody had looked at before
      /^502 \/api\/plex\/now-playing$/,
      /^502 \/api\/media\/images\//,
    ]
    expect([...refused].filter((one) => !expected.some((pattern) => pattern.test(one)))).toEqual([])
    const said = complaints.flat().filter((one) => !/status of (404|502)/.test(one))
    expect([...new Set(said)]).toEqual([])
  })
})
