import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../test/fresh.ts'
import { complaintsOf, type House, LittleService, startHouse } from './house.ts'
import { isSound } from './sound.ts'

const password = 'a password of my own'

interface Told {
  transition?: string
  test?: boolean
  service?: { name: string }
}

/** A program of one's own that takes webhooks. */
class Receiver {
  readonly got: Told[] = []
  #server: Server | undefined

  async start(): Promise<string> {
    const server = createServer((request, response) => {
      const parts: Buffer[] = []
      request.on('data', (part: Buffer) => parts.push(part))
      request.on('end', () => {
        this.got.push(JSON.parse(Buffer.concat(parts).toString()) as Told)
        response.end('ok')
      })
    })
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    this.#server = server
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/alerts`
  }

  transitions(): (string | undefined)[] {
    return this.got.filter(({ test }) => !test).map(({ transition }) => transition)
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections()
    await new Promise<void>((closed) => (this.#server ? this.#server.close(() => closed()) : closed()))
  }
}

/** From a rule that is tried on the record to an incident that is over; one step builds on the other. */
describe('alerts', () => {
  let house: House
  let context: BrowserContext
  let page: Page
  let complaints: string[]
  let hook: string
  const service = new LittleService()
  const receiver = new Receiver()

  const tab = (name: string): Locator =>
    page.getByRole('navigation', { name: 'Alerts and what belongs to them' }).getByRole('link', { name, exact: true })
  const said = (text: string | RegExp): Promise<void> => page.getByText(text).first().waitFor()
  const dialog = (): Locator => page.getByRole('dialog')
  const card = (state: string): Locator =>
    page.getByRole('listitem').filter({ hasText: 'Sonarr is offline' }).filter({ hasText: state })
  const openAlerts = async (): Promise<void> => {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Alerts', exact: true }).click()
    await page.getByRole('heading', { name: 'Alerts', level: 1 }).waitFor()
  }
  const stateOf = async (id: string): Promise<string> => {
    const answer = await page.request.get(`${house.portal.url}/api/dashboard/status`)
    const { data } = (await answer.json()) as { data: { services: { id: string; status: string }[] } }
    return data.services.find((one) => one.id === id)?.status ?? 'none'
  }

  beforeAll(async () => {
    house = await startHouse()
    await service.start()
    hook = await receiver.start()
    context = await house.browser.newContext({ viewport: { width: 1440, height: 900 } })
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
    await page.getByRole('navigation', { name: 'Main' }).waitFor()
  })
  afterAll(async () => {
    await Promise.all([service.stop(), receiver.stop()])
    await house?.stop()
  })

  it('say that all is well, and what watches', async () => {
    const monitor = { name: 'Sonarr', kind: 'http', target: service.address, group: 'Downloads', intervalSeconds: 5 }
    const added = await page.request.post(`${house.portal.url}/api/admin/monitors`, { data: monitor })
    const { id } = ((await added.json()) as { data: { id: string } }).data
    await until(async () => (await stateOf(id)) === 'online', { timeoutMs: 30_000 })
    // one short outage, for a rule to be tried on
    await service.stop()
    await until(async () => (await stateOf(id)) === 'offline', { timeoutMs: 30_000 })
    await service.start()
    await until(async () => (await stateOf(id)) === 'online', { timeoutMs: 30_000 })
    await openAlerts()
    await said('All is well')
    await said(/rules watch over 1 service and the house itself/)
    await isSound(page)
  })

  it('a rule is tried on what was recorded before it is saved', async () => {
    await tab('Rules').click()
    await page.getByRole('link', { name: 'Offline for 2 minutes', exact: true }).waitFor()
    await isSound(page)
    await page.getByRole('button', { name: 'New rule' }).click()
    await dialog().getByRole('button', { name: 'Save' }).click()
    await said('Give it a name.')
    await dialog().getByLabel('Name').fill('Gone at once')
    await dialog().getByLabel('For at least').fill('0')
    await dialog().getByRole('button', { name: 'Try it' }).click()
    await said('Over the last 30 days this would have fired 1 time, here:')
    await dialog().getByRole('table', { name: 'When it would have fired' }).getByText('Sonarr').waitFor()
    await dialog()
      .getByRole('img', { name: /When it would have fired/ })
      .waitFor()
    await isSound(page)
    await dialog().getByLabel('For at least').fill('1')
    await dialog().getByLabel('Unit of the time').selectOption('3600')
    await dialog().getByRole('button', { name: 'Try it' }).click()
    await said('Over the last 30 days this would not have fired.')
    await dialog().getByLabel('For at least').fill('0')
    await dialog().getByRole('button', { name: 'Save' }).click()
    await said('Gone at once watches now.')
    await page.getByRole('link', { name: 'Gone at once', exact: true }).waitFor()
  })

  it('a figure and security rules have forms of their own, and a rule is switched off by its switch', async () => {
    await page.getByRole('link', { name: 'A disk of ours is 90 % full', exact: true }).click()
    expect(await dialog().getByLabel('Limit').inputValue()).toBe('90')
    await isSound(page)
    await dialog().getByText('Accounts and sign-ins').click()
    await dialog().getByText('An API key is made').waitFor()
    await isSound(page)
    await dialog().getByRole('button', { name: 'Close' }).click()
    await page.getByRole('button', { name: 'Leave', exact: true }).click()
    await page.getByRole('switch', { name: 'Switched on: A Plex token died' }).click()
    await said('A Plex token died is switched off.')
    await page.getByRole('button', { name: 'Remove A Plex token died' }).click()
    await said(/alerts that only this rule held up are resolved/)
    await dialog().getByRole('button', { name: 'Remove', exact: true }).click()
    await said('A Plex token died is removed.')
  })

  it('a channel to a program of one’s own is added, and a test says in words what came of it', async () => {
    await tab('Channels').click()
    await said('No channels')
    await isSound(page)
    await page.getByRole('button', { name: 'New channel' }).click()
    await dialog()
      .getByRole('button', { name: /^Webhook/ })
      .waitFor()
    await isSound(page)
    await dialog()
      .getByRole('button', { name: /^Webhook/ })
      .click()
    await dialog().getByLabel('Name', { exact: true }).fill('Hook of mine')
    await dialog()
      .getByRole('textbox', { name: /address|url/i })
      .fill(hook)
    await isSound(page)
    await dialog().getByRole('button', { name: 'Save' }).click()
    await said('Hook of mine is saved')
    await page.getByRole('button', { name: 'Send a test through Hook of mine' }).click()
    await said(/The test went out through Hook of mine/)
    expect(receiver.got.map(({ test }) => test)).toEqual([true])
    await isSound(page)
  })

  it('what goes down is an alert without a reload, is acknowledged, and others hear of it', async () => {
    await openAlerts()
    await service.stop()
    await card('Open').waitFor()
    await card('Open').getByText('Gone at once').waitFor()
    await isSound(page)
    await card('Open').getByRole('button', { name: 'Acknowledge: Sonarr is offline' }).press('a')
    await card('admin looks after it').waitFor()
    await isSound(page)
    await until(() => receiver.transitions().join() === 'raised,acknowledged', { timeoutMs: 20_000 })
    expect(receiver.got.at(-1)?.service?.name).toBe('Sonarr')
  })

  it('the bell counts what was told, leads to it, and forgets what was read', async () => {
    const bell = page.getByRole('button', { name: /^What you were told: \d+ new message/ })
    await bell.click()
    await page
      .getByRole('link', { name: /Sonarr is offline/ })
      .first()
      .waitFor()
    await isSound(page)
    await page
      .getByRole('group', { name: 'What you were told' })
      .getByRole('link', { name: /Sonarr is offline/ })
      .click()
    await page.waitForURL(/\/alerts\?alert=/)
    await card('admin looks after it').waitFor()
    await page.getByRole('button', { name: 'What you were told', exact: true }).waitFor()
  })

  it('an alert is snoozed for a while', async () => {
    await page.getByRole('button', { name: 'Snooze: Sonarr is offline' }).click()
    await dialog().getByText('4 hours').click()
    await isSound(page)
    await dialog().getByRole('button', { name: 'Snooze', exact: true }).click()
    await card('Snoozed').waitFor()
  })

  it('who runs no house sees that there is an alert, not why, and no buttons', async () => {
    const made = await page.request.post(`${house.portal.url}/api/admin/users`, {
      data: { username: 'ben', role: 'user' },
    })
    const { oneTimePassword } = ((await made.json()) as { data: { oneTimePassword: string } }).data
    const other = await house.browser.newContext()
    const his = await other.newPage()
    his.setDefaultTimeout(20_000)
    const sent = { data: { username: 'ben', password: oneTimePassword } }
    await other.request.post(`${house.portal.url}/api/auth/admin`, sent)
    const change = { data: { currentPassword: oneTimePassword, newPassword: password } }
    await other.request.post(`${house.portal.url}/api/auth/password`, change)
    await his.goto(`${house.portal.url}/alerts`)
    await his.getByRole('heading', { name: /Sonarr is offline/ }).waitFor()
    expect(await his.getByRole('button', { name: /Acknowledge|Resolve|Snooze/ }).count()).toBe(0)
    expect(await his.getByText(/refused/).count()).toBe(0)
    await his.goto(`${house.portal.url}/alerts/rules`)
    await his.getByText('This page is for whoever runs the house.').waitFor()
    await other.close()
  })

  it('is resolved by itself when the service is back', async () => {
    await openAlerts()
    await service.start()
    await card('Resolved').getByText('Resolved by itself').waitFor()
    await said('All is well')
    await until(() => receiver.transitions().at(-1) === 'resolved', { timeoutMs: 20_000 })
    await isSound(page)
  })

  it('the ledger has every message with its tries', async () => {
    await tab('Deliveries').click()
    const rows = page.getByRole('table', { name: 'Deliveries' }).getByRole('row')
    await rows.filter({ hasText: 'Hook of mine' }).filter({ hasText: 'Resolved: Sonarr is offline' }).waitFor()
    await rows.filter({ hasText: 'Hook of mine' }).first().getByText('1 try').click()
    await isSound(page)
    await page.getByLabel('State').selectOption('dead')
    await said('Nothing fits these filters')
  })

  it('the incident has a timeline, takes notes, says what strangers would see, and goes along as Markdown', async () => {
    await tab('Incidents').click()
    await page
      .getByRole('link', { name: /Sonarr is offline/ })
      .first()
      .click()
    await page.getByRole('heading', { name: 'What happened' }).waitFor()
    await page.getByLabel('Note', { exact: true }).fill('The disk was full.')
    await page.getByRole('button', { name: 'Add the note' }).click()
    const timeline = page.getByRole('region', { name: 'What happened' })
    await timeline.getByRole('listitem').filter({ hasText: 'The disk was full.' }).waitFor()
    await isSound(page)
    await page.getByRole('button', { name: 'Publish', exact: true }).click()
    await said('They do not see alerts, errors, addresses, private notes, or who did what.')
    await isSound(page)
    await dialog().getByRole('button', { name: 'Publish', exact: true }).click()
    await said('It is on the public status page now.')
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Post-mortem' }).click()
    const markdown = await readFile(await (await download).path(), 'utf8')
    expect(markdown).toContain('Sonarr is offline')
    expect(markdown).toContain('The disk was full')
    await page.getByRole('navigation', { name: 'Alerts and what belongs to them' }).getByText('Incidents').click()
    await page.getByRole('button', { name: 'Open an incident' }).click()
    await dialog().getByLabel('Title').fill('Moving to a new disk')
    await isSound(page)
    await dialog().getByRole('button', { name: 'Open', exact: true }).click()
    await page.getByRole('heading', { name: 'Moving to a new disk', level: 1 }).waitFor()
    await page.getByRole('button', { name: 'Close incident', exact: true }).click()
    await dialog().getByRole('button', { name: 'Close incident', exact: true }).click()
    await said('The incident is closed.')
  })

  it('each person decides how they are told', async () => {
    await page.goto(`${house.portal.url}/account#told`)
    const mine = page.getByRole('region', { name: 'How you are told' })
    await mine.getByText('Quiet hours', { exact: true }).click()
    await mine.getByLabel('From').fill('23:15')
    await isSound(page)
    await mine.getByRole('button', { name: 'Save', exact: true }).click()
    await said('It is as you set it.')
    await page.reload()
    await mine.getByLabel('From').waitFor()
    expect(await mine.getByLabel('From').inputValue()).toBe('23:15')
    await mine.getByRole('button', { name: 'Add this browser' }).waitFor()
  })

  it('web push: the browser says why when it cannot, and its worker shows what comes', async () => {
    await context.grantPermissions(['notifications'], { origin: house.portal.url })
    await page.reload()
    await page.getByRole('button', { name: 'Add this browser' }).click()
    // a browser of the tests has no push service behind it
    await said('The browser could not reach its push service.')
    await isSound(page)
    const devtools = await context.newCDPSession(page)
    const registered = new Promise<string>((resolve) =>
      devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations: [one] }) => {
        if (one) resolve(one.registrationId)
      }),
    )
    await devtools.send('ServiceWorker.enable')
    await devtools.send('ServiceWorker.deliverPushMessage', {
      origin: house.portal.url,
      registrationId: await registered,
      data: JSON.stringify({ title: 'Sonarr is offline', body: 'Why', path: '/alerts?alert=1', severity: 'critical' }),
    })
    const shown = await until(() =>
      page.evaluate(async () => {
        const registration = await navigator.serviceWorker.getRegistration('/sw.js')
        const [one] = (await registration?.getNotifications()) ?? []
        return one && { title: one.title, body: one.body, data: one.data as unknown }
      }),
    )
    expect(shown).toEqual({ title: 'Sonarr is offline', body: 'Why', data: { path: '/alerts?alert=1' } })
  })

  it('complained about nothing on the way', () => {
    // a context of the tests counts as incognito, which has no web push
    expect(complaints.filter((text) => !/Push API in incognito/.test(text))).toEqual([])
  })
})
