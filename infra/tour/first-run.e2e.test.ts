import { readFile } from 'node:fs/promises'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type PlexServer, startPlexServer } from '../stand-ins/plex-server.ts'
import { type PlexTv, startPlexTv } from '../stand-ins/plex-tv.ts'
import { type ServiceStandIn, startService } from '../stand-ins/services.ts'
import { complaintsOf, type House, startHouse } from './house.ts'
import { isSound } from './sound.ts'

const MACHINE = '0f9d3c5ad1b24e6fa0c1d2e3f4a5b6c7d8e9f001'
const password = 'a password of my own'
const phrase = 'a phrase that nobody guesses'

/** From the very first sign-in to a house that is connected, then how its settings are kept; one step builds on the other. */
describe('the first steps', () => {
  let house: House
  let page: Page
  let complaints: string[]
  let plexTv: PlexTv
  let plexServer: PlexServer
  let seerr: ServiceStandIn
  let sonarr: ServiceStandIn

  const step = (title: string): Locator =>
    page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: title }) })
  const tab = (name: string): Locator =>
    page.getByRole('navigation', { name: 'Settings and what belongs to them' }).getByRole('link', { name, exact: true })
  const said = (text: string | RegExp): Promise<void> => page.getByText(text).first().waitFor()

  beforeAll(async () => {
    plexTv = await startPlexTv({ people: [{ id: 1, username: 'anna', email: 'anna@example.test', owns: [MACHINE] }] })
    plexServer = await startPlexServer({ machineIdentifier: MACHINE, plexTv })
    plexTv.addServer({ machineIdentifier: MACHINE, url: plexServer.url })
    seerr = await startService('seerr')
    sonarr = await startService('sonarr')
    house = await startHouse({ PLEX_TV_URL: plexTv.url })
    const context = await house.browser.newContext({ viewport: { width: 1440, height: 900 } })
    page = await context.newPage()
    page.setDefaultTimeout(15_000)
    complaints = complaintsOf(page)
  })
  afterAll(async () => {
    await house?.stop()
    await Promise.all([plexServer, plexTv, seerr, sonarr].map((standIn) => standIn?.stop()))
  })

  it('begin with a password of one’s own, and the home page leads to the guide', async () => {
    await page.goto(house.portal.url)
    await page.getByLabel('Name').fill('admin')
    await page.getByLabel('Password', { exact: true }).fill(house.oneTimePassword)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByLabel('Current password').fill(house.oneTimePassword)
    await page.getByLabel('New password', { exact: true }).fill(password)
    await page.getByLabel('Repeat the new password').fill(password)
    await page.getByRole('button', { name: 'Save password' }).click()
    await said('Plex and Seerr are not connected yet')
    await isSound(page)
    await page.getByRole('link', { name: 'Open the guide' }).click()
    await said('1 of 5 done')
    await isSound(page)
  })

  it('connect Plex through its own window, without a token being typed', async () => {
    const opened = page.context().waitForEvent('page')
    await page.getByRole('button', { name: 'Link your Plex account' }).click()
    const plex = await opened
    await plex.getByRole('button', { name: 'Sign in as anna' }).click()
    await page.getByRole('button', { name: /^Connect this server/ }).waitFor()
    await isSound(page)
    await page.getByRole('button', { name: /^Connect this server/ }).click()
    await step('Connect Plex').getByText('Plex is connected at').waitFor()
  })

  it('connect Seerr, of which a test says first what is wrong', async () => {
    await page.getByLabel('Address').fill(seerr.url)
    await page.getByLabel('API key').fill('not the key')
    await page.getByRole('button', { name: 'Test', exact: true }).click()
    await said(/refuses this API key/)
    await page.getByLabel('API key').fill(seerr.key)
    await page.getByRole('button', { name: 'Test', exact: true }).click()
    await said(/answered in/)
    await isSound(page)
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await step('Connect Seerr').getByText(`Seerr is connected at ${seerr.url}`).waitFor()
  })

  it('install the webhook by one click, and the test is seen to arrive', async () => {
    const hook = page.getByRole('region', { name: 'Seerr' })
    await hook.getByText('Waiting for the first word').waitFor()
    await page.getByRole('button', { name: 'Install in Seerr' }).click()
    await hook.getByText('Something arrived').waitFor()
    await hook.locator('.trial-online').waitFor()
    await isSound(page)
    await page.getByRole('button', { name: 'Go on' }).click()
  })

  it('end at the board, where both services are online', async () => {
    await said('2 services are on the board')
    await page.getByRole('link', { name: 'See the board' }).click()
    await page.getByRole('article', { name: /Plex.*Online/ }).waitFor()
    await page.getByRole('article', { name: /Seerr.*Online/ }).waitFor()
    expect(await page.getByText('not connected yet').count()).toBe(0)
    await page.goto(`${house.portal.url}/guide`)
    await said('All set')
    await isSound(page)
  })

  it('connections: the address says what is wrong, a service that is down can be saved, and is left again', async () => {
    await tab('Connections').click()
    await page.getByRole('link', { name: 'Connect Sonarr' }).click()
    await page.getByLabel('Address').fill('sonarr.lan')
    await page.getByLabel('API key').fill(sonarr.key)
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await said('Write it as http://host:port')
    await page.getByLabel('Address').fill(seerr.url)
    await page.getByRole('button', { name: 'Test', exact: true }).click()
    await page.locator('.trial-offline').waitFor()
    await sonarr.down()
    await page.getByLabel('Address').fill(sonarr.url)
    await page.getByRole('button', { name: 'Test', exact: true }).click()
    await page
      .locator('.trial-offline')
      .getByText(/refused|does not answer/i)
      .waitFor()
    await isSound(page)
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await said('Sonarr is connected as set')
    const card = page.getByRole('region', { name: 'Sonarr' })
    await card.getByText('Offline').waitFor()
    await sonarr.up()
    await isSound(page)
    await page.getByRole('link', { name: 'Change the connection to Sonarr' }).click()
    await said('Stored. Leave it empty to keep it.')
    expect(await page.getByLabel('API key').inputValue()).toBe('')
    await page.getByRole('button', { name: 'Test', exact: true }).click()
    await said(/answered in/)
    await page.getByRole('button', { name: 'Close' }).click()
    await page.getByRole('button', { name: 'Disconnect Sonarr' }).click()
    await said('MediaNest forgets the address and the keys of Sonarr')
    await isSound(page)
    await page.getByRole('dialog').getByRole('button', { name: 'Disconnect', exact: true }).click()
    await page.getByRole('link', { name: 'Connect Sonarr' }).waitFor()
  })

  it('settings: a mistake is marked, a change is saved, and taken back from the history', async () => {
    await tab('Settings').click()
    const keep = page.getByRole('textbox', { name: 'Backups kept' })
    await keep.fill('400')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await said('Choose a number. From 1 to 365.')
    await keep.fill('7')
    // what is typed stays while another page is looked at
    await tab('History').click()
    await tab('Settings').click()
    expect(await keep.inputValue()).toBe('7')
    await page.getByRole('textbox', { name: 'Pass phrase' }).fill('short')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.locator('[name=passphrase][aria-invalid]').waitFor()
    await page.getByRole('textbox', { name: 'Pass phrase' }).fill(phrase)
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await said('Saved: Backups.')
    await isSound(page)
    await page.getByRole('button', { name: 'Back to default: Backups kept' }).click()
    await said('1 change is not saved yet.')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await said('Last changed')
    await tab('History').click()
    const changes = page.getByRole('list', { name: 'Changes' }).getByRole('listitem')
    await said('As it is now')
    await isSound(page)
    await page.getByRole('button', { name: 'Go back to this point' }).first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('7 backups').waitFor()
    await isSound(page)
    await dialog.getByRole('button', { name: 'Go back', exact: true }).click()
    await said('Done: 1 setting changed back.')
    await changes.filter({ hasText: 'As it is now' }).getByText('7 backups').waitFor()
    await tab('Settings').click()
    await keep.waitFor()
    expect(await keep.inputValue()).toBe('7')
    expect(await page.content()).not.toContain(phrase)
  })

  it('backups: what is missing is said, and one is made and shown', async () => {
    await tab('Backups').click()
    await said('There is no backup yet')
    await isSound(page)
    await page.getByRole('button', { name: 'Back up now' }).click()
    await page.getByRole('table', { name: 'Backups' }).getByText('inside, wrapped').waitFor()
    expect(await page.getByText('There is no backup yet').count()).toBe(0)
    await isSound(page)
  })

  it('the audit log tells who did it, filters, and can be taken along', async () => {
    await tab('Audit log').click()
    const rows = page.getByRole('table', { name: 'What was done' }).getByRole('row')
    await rows
      .filter({ hasText: 'Sonarr was disconnected' })
      .filter({ hasText: 'admin' })
      .filter({ hasText: '127.0.0.1' })
      .waitFor()
    await isSound(page)
    await page.getByRole('combobox', { name: 'What' }).selectOption('auth.signed-in')
    await rows.filter({ hasText: 'was disconnected' }).waitFor({ state: 'detached' })
    await rows.filter({ hasText: 'admin signed in' }).first().waitFor()
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Download as CSV' }).click()
    const table = await readFile(await (await download).path(), 'utf8')
    expect(table).toContain('auth.signed-in')
    expect(table).not.toContain('settings.service-disconnected')
    await page.getByRole('textbox', { name: 'Who' }).fill('nobody of that name')
    await said('Nothing fits these filters')
  })

  it('nothing was complained about on the way', () => {
    // a refusal that was provoked above is an answer, not a fault
    expect(complaints.filter((text) => !/status of 400/.test(text))).toEqual([])
  })
})
