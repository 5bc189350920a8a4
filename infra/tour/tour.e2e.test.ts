import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../test/fresh.ts'
import { complaintsOf, type House, LittleService, startHouse } from './house.ts'
import { isSound } from './sound.ts'

const password = 'a password of my own'
const fixture = path.resolve(import.meta.dirname, '../../functions/requests/fixtures/seerr.MEDIA_APPROVED.json')

/** The five-minute tour of the README in a real browser; one step builds on the other. */
describe('the tour', () => {
  let house: House
  let context: BrowserContext
  let page: Page
  let complaints: string[]
  const service = new LittleService()

  beforeAll(async () => {
    house = await startHouse()
    await service.start()
    context = await house.browser.newContext({ viewport: { width: 1440, height: 900 } })
    page = await context.newPage()
    page.setDefaultTimeout(15_000)
    complaints = complaintsOf(page)
  })
  afterAll(async () => {
    await service.stop()
    await house?.stop()
  })

  const facts = (name: RegExp): Locator => page.getByRole('table', { name: 'Entries' }).getByRole('button', { name })

  it('signs in with the one-time password and asks for one of one’s own', async () => {
    expect(house.oneTimePassword).not.toBe('')
    await page.goto(house.portal.url)
    await isSound(page)
    await page.getByLabel('Name').fill('admin')
    await page.getByLabel('Password', { exact: true }).fill(house.oneTimePassword)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByLabel('Current password').fill(house.oneTimePassword)
    await page.getByLabel('New password', { exact: true }).fill(password)
    await page.getByLabel('Repeat the new password').fill(password)
    await isSound(page)
    await page.getByRole('button', { name: 'Save password' }).click()
    await page.getByRole('link', { name: 'Board' }).first().waitFor()
  })

  it('adds a service after trying it, and the board shows it online', async () => {
    await page.getByRole('link', { name: 'Services' }).first().click()
    await page.getByRole('button', { name: 'Add service' }).first().click()
    await page.getByLabel('Name').fill('Sonarr')
    await page.getByLabel('Address').fill(service.address)
    await page.getByLabel('Group').fill('Downloads')
    await page.getByRole('button', { name: 'Try it' }).click()
    await page.getByText('It works').waitFor()
    await page.getByText('How it is checked').click()
    await page.getByLabel('Check every').fill('5')
    await isSound(page)
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Sonarr is on the board').first().waitFor()
    await isSound(page)
    await page.getByRole('link', { name: 'Board' }).first().click()
    await page.getByRole('article', { name: /Sonarr.*Online/ }).waitFor()
    await isSound(page)
  })

  it('turns the tile when the service stops, and again when it is back, without a reload', async () => {
    await service.stop()
    await page.getByRole('article', { name: /Sonarr.*Offline/ }).waitFor()
    await service.start()
    await page.getByRole('article', { name: /Sonarr.*Online/ }).waitFor()
  })

  it('takes a webhook at the address that the page shows, and the same body twice is one fact', async () => {
    await page.getByRole('link', { name: 'Webhooks' }).first().click()
    const address = await page.getByLabel('Webhook address for Seerr').inputValue()
    await isSound(page)
    const body = await readFile(fixture, 'utf8')
    for (let times = 0; times < 2; times++) {
      const response = await fetch(address, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
      expect(response.status).toBe(202)
    }
    await page.getByRole('link', { name: 'Journal' }).first().click()
    await facts(/Approved/)
      .first()
      .waitFor()
    await facts(/Seerr called its webhook/)
      .nth(1)
      .waitFor()
    expect(await facts(/Approved/).count()).toBe(1)
    await isSound(page)
  })

  it('shows what came of the webhook and redoes it without repeating the fact', async () => {
    await facts(/Approved/)
      .first()
      .click()
    await page.getByText('1 step led to it').waitFor()
    await page.getByRole('region', { name: 'Chosen entry' }).getByText('Seerr called its webhook').waitFor()
    await isSound(page)
    await facts(/Seerr called its webhook/)
      .last()
      .click()
    await page.getByRole('button', { name: 'Redo', exact: true }).click()
    await isSound(page)
    await page.getByRole('button', { name: 'Redo it' }).click()
    await page
      .getByText(/Redone/)
      .first()
      .waitFor()
    await facts(/Read again: a webhook from Seerr/)
      .first()
      .waitFor()
    await page.getByText('nothing new came of it').waitFor()
    expect(await facts(/Approved/).count()).toBe(1)
  })

  it('shows the description of its API', async () => {
    const docs = await context.newPage()
    const wrong = complaintsOf(docs)
    await docs.goto(`${house.portal.url}/api/docs`)
    await docs.getByText('/api/auth/session').first().waitFor()
    // what stands far below is drawn when somebody comes near
    const status = docs.getByText('/api/dashboard/status').first()
    await until(async () => {
      await docs.mouse.wheel(0, 600)
      return status.isVisible()
    })
    await docs.close()
    expect(wrong).toEqual([])
  })

  it('complained about nothing on the way', () => {
    expect(complaints).toEqual([])
  })
})
