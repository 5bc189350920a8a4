import { chromium } from 'playwright-core'
import { findChromium } from '../test/chromium.ts'
import { type Figure, median, perSecond } from './bench.ts'
import { removeAll } from './checks.ts'
import type { BenchPortal } from './portal-process.ts'

const SERVICES = 500
const LOADS = 7
const SLOWDOWN = 4

/** How soon a board of 500 services stands in Chromium with the processor slowed down: from the click to the tiles. */
export async function benchPaint(portal: BenchPortal): Promise<Figure[]> {
  const executablePath = findChromium()
  if (!executablePath) return [{ what: 'board first paint', value: 'no Chromium on this machine' }]
  await perSecond(SERVICES, 8, (n) =>
    portal.fetch('POST', '/api/admin/monitors', {
      name: `Painted ${n}`,
      kind: 'tcp',
      target: '127.0.0.1:9',
      intervalSeconds: 86_400,
      group: `Group ${n % 10}`,
    }),
  )
  const browser = await chromium.launch({ executablePath })
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    await context.addCookies(
      (portal.headers['cookie'] ?? '').split('; ').map((pair) => {
        const [name = '', value = ''] = pair.split(/=(.*)/s)
        return { name, value, url: portal.file.url }
      }),
    )
    const painted: number[] = []
    const tiles: number[] = []
    for (let n = 0; n <= LOADS; n++) {
      const page = await context.newPage()
      const devtools = await context.newCDPSession(page)
      await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN })
      // the moment of the frame after the first tile is there
      await page.addInitScript(() => {
        new MutationObserver((_changes, observer) => {
          if (!document.body?.textContent?.includes('Painted ')) return
          observer.disconnect()
          requestAnimationFrame(() => setTimeout(() => performance.mark('tiles')))
        }).observe(document, { childList: true, subtree: true, characterData: true })
      })
      await page.goto(`${portal.file.url}/board`)
      await page.waitForFunction(() => performance.getEntriesByName('tiles').length > 0)
      const at = (name: string): Promise<number> =>
        page.evaluate((entry) => performance.getEntriesByName(entry)[0]?.startTime ?? 0, name)
      // the first load fills the browser's cache
      if (n > 0) {
        painted.push(await at('first-contentful-paint'))
        tiles.push(await at('tiles'))
      }
      await page.close()
    }
    return [
      {
        what: `board with ${SERVICES} services in Chromium, processor ${SLOWDOWN} times slower, median of ${LOADS}`,
        value: `tiles painted after ${Math.round(median(tiles))} ms, first contentful paint ${Math.round(median(painted))} ms`,
        aim: 'under 1,000 ms',
      },
    ]
  } finally {
    await browser.close()
    await removeAll(portal)
  }
}
