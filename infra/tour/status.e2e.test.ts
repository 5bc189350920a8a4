import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { complaintsOf, type House, LittleService, startHouse } from './house.ts'
import { isSound } from './sound.ts'

const password = 'a password of my own'

/** The status system as a household meets it; one step builds on the other. */
describe('status', () => {
  let house: House
  let page: Page
  let complaints: string[]
  const gluetun = new LittleService()
  const torrents = new LittleService()
  /** When both worked. */
  let goodAt = ''

  const tile = (name: RegExp): Locator => page.getByRole('article', { name })
  const open = (path: string): Promise<unknown> => page.goto(house.portal.url + path)
  const said = (text: string | RegExp): Promise<void> => page.getByText(text).first().waitFor()
  const addService = async (fill: () => Promise<void>): Promise<void> => {
    await open('/services/new')
    await fill()
    await page.getByText('How it is checked').click()
    await page.getByLabel(/Check every|It calls at least every/).fill('5')
    await page.getByRole('button', { name: 'Save' }).click()
    await said(/is on the board/)
  }

  beforeAll(async () => {
    await Promise.all([gluetun.start(), torrents.start()])
    house = await startHouse()
    const context = await house.browser.newContext({ viewport: { width: 1440, height: 900 } })
    page = await context.newPage()
    page.setDefaultTimeout(20_000)
    complaints = complaintsOf(page)
    await page.goto(house.portal.url)
    await page.getByLabel('Name').fill('admin')
    await page.getByLabel('Password', { exact: true }).fill(house.oneTimePassword)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByLabel('Current password').fill(house.oneTimePassword)
    await page.getByLabel('New password', { exact: true }).fill(password)
    await page.getByLabel('Repeat the new password').fill(password)
    await page.getByRole('button', { name: 'Save password' }).click()
    await page.getByRole('link', { name: 'Board' }).first().waitFor()
  })
  afterAll(async () => {
    await house?.stop()
    await Promise.all([gluetun.stop(), torrents.stop()])
  })

  it('the editor has fields for each kind, and a service that depends on another', async () => {
    await addService(async () => {
      await page.getByLabel('Name').fill('Gluetun')
      await page.getByLabel('Address').fill(gluetun.address)
      await page.getByLabel('Group').fill('House')
      await page.getByText('What the answer must be like').click()
      await page.getByLabel('Text in the answer').fill('OK')
      await page.getByRole('button', { name: 'Try it' }).click()
      await said('It works')
    })
    await addService(async () => {
      await page.getByLabel('Name').fill('qBittorrent')
      await page.getByLabel('Kind').selectOption('qbittorrent')
      await said('MediaNest asks / there')
      await page.getByLabel('Address').fill(new URL(torrents.address).origin)
      await page.getByLabel('Group').fill('House')
      await page.getByText('Find a service').click()
      await page.getByRole('checkbox', { name: 'Gluetun' }).check()
      await page.getByLabel('Kind').selectOption('dns')
      await page.getByLabel('Name to look up').waitFor()
      await page.getByLabel('Record').waitFor()
      await page.getByLabel('Kind').selectOption('qbittorrent')
      await page.getByText('What the answer must be like').click()
      expect(await page.getByLabel('Codes that count').inputValue()).toBe('200-299, 403')
      await isSound(page)
    })
  })

  it('a service that calls us is given its address once it is saved', async () => {
    await addService(async () => {
      await page.getByLabel('Name').fill('Nightly backup')
      await page.getByLabel('Kind').selectOption('push')
      expect(await page.getByLabel('Address').count()).toBe(0)
    })
    const address = await page.getByLabel('Address to call').inputValue()
    expect(await page.getByLabel('From a shell or a cron job').inputValue()).toContain(`curl -fsS -m 10 "${address}"`)
    expect((await page.request.get(address)).status()).toBe(200)
    await page.getByRole('button', { name: 'Done' }).click()
    await open('/')
    await tile(/Nightly backup.*Online/).waitFor()
  })

  it('the board names the root, and what follows from it only as such', async () => {
    await tile(/Gluetun.*Online/).waitFor()
    await tile(/qBittorrent.*Online/).waitFor()
    goodAt = new Date().toISOString()
    await gluetun.stop()
    await tile(/Gluetun.*Offline/).waitFor()
    await torrents.stop()
    await tile(/qBittorrent.*Offline/).waitFor()
    await tile(/qBittorrent/)
      .getByRole('link', { name: 'Gluetun' })
      .waitFor()
    await page.getByRole('status').getByText('Gluetun is offline, and 1 service because of it').waitFor()
    await isSound(page)
  })

  it('the scrubber leads back in time, and one button to now', async () => {
    const slider = page.getByRole('slider', { name: 'Time that the board is shown at' })
    expect(await slider.getAttribute('aria-valuetext')).toBe('Now')
    await slider.press('ArrowLeft')
    await page.waitForURL(/[?&]at=/)
    await said('This is the board as it stood')
    await slider.press('End')
    await page.waitForURL((url) => !url.searchParams.has('at'))
    await open(`/?at=${goodAt}`)
    await said('This is the board as it stood')
    await tile(/qBittorrent.*Online/).waitFor()
    await tile(/Gluetun.*Online/).waitFor()
    await isSound(page)
    await page.getByRole('button', { name: 'Back to now' }).click()
    await tile(/Gluetun.*Offline/).waitFor()
  })

  it('the page of a service says why, step by step, with its chart and its table', async () => {
    await tile(/qBittorrent/)
      .getByRole('link', { name: 'qBittorrent' })
      .click()
    await page.getByRole('link', { name: 'Full history' }).click()
    await said('It is offline because of Gluetun.')
    const why = page.getByRole('region', { name: 'Why is it like this?' })
    await why.getByRole('link', { name: /Gluetun went offline/ }).waitFor()
    await page.getByRole('slider', { name: /Read the chart/ }).press('ArrowLeft')
    await page.getByText('The same as a table').click()
    await page.getByRole('columnheader', { name: 'Good checks' }).waitFor()
    await page.getByRole('rowheader', { name: /from online to offline/ }).waitFor()
    await isSound(page)
    await page
      .getByRole('button', { name: /Why did it change/ })
      .first()
      .click()
    await said(/Why was it like this on/)
    await page.getByRole('button', { name: 'Explain how it is now' }).click()
    await why.getByRole('link', { name: /Gluetun went offline/ }).click()
    await page.getByRole('region', { name: 'Chosen entry' }).waitFor()
    await open('/services/gluetun')
    await said('These cannot work without it')
  })

  it('maintenance is planned in words, shown on the board, and cancelled', async () => {
    await open('/maintenance')
    await said('No maintenance is planned')
    await page.getByRole('button', { name: 'Plan maintenance' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('What is done').fill('New disk')
    await dialog.getByRole('button', { name: 'Plan it' }).click()
    await said('Choose at least one group or service')
    await isSound(page)
    await dialog.getByLabel('For which services').selectOption('all')
    await dialog.getByRole('button', { name: 'Plan it' }).click()
    await said('New disk is planned')
    await said(/Open until/)
    await isSound(page)
    await page.getByRole('link', { name: 'Board' }).first().click()
    await tile(/Gluetun/)
      .getByText(/Maintenance until/)
      .waitFor()
    await open('/maintenance')
    await page.getByRole('button', { name: 'Cancel New disk' }).click()
    await said('The window closes now')
    await page.getByRole('button', { name: 'Cancel it' }).click()
    await said('New disk was cancelled')
  })

  it('the public page shows strangers what was chosen, and nothing while it is off', async () => {
    const context = await house.browser.newContext({ viewport: { width: 1440, height: 900 } })
    const stranger = await context.newPage()
    stranger.setDefaultTimeout(20_000)
    await stranger.goto(`${house.portal.url}/status`)
    await stranger.getByText('There is no public status page').waitFor()
    await open('/status-page')
    await page.getByRole('switch', { name: 'Show the public status page' }).check()
    await page.getByLabel('Title').fill('Our house')
    await page.getByRole('checkbox', { name: 'House', exact: true }).check()
    await page.getByRole('button', { name: 'Save' }).click()
    await said('The status page is on')
    await page.getByLabel('As Markdown').waitFor()
    await isSound(page)
    await stranger.reload()
    await stranger.getByRole('heading', { name: 'Our house' }).waitFor()
    await stranger.getByRole('heading', { name: 'qBittorrent' }).waitFor()
    expect(await stranger.getByText('Nightly backup').count()).toBe(0)
    expect(await stranger.getByRole('link', { name: 'RSS feed' }).getAttribute('href')).toBe('/api/public/feed.xml')
    await isSound(stranger)
    await context.close()
  })

  it('complained about nothing on the way', () => {
    expect(complaints).toEqual([])
  })
})
