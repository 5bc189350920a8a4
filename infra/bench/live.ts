import { once } from 'node:events'
import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http'
import { performance } from 'node:perf_hooks'
import { type Figure, quantile } from './bench.ts'
import type { BenchPortal } from './portal-process.ts'

const PAGES = 200
const CHANGES = 50

/** From a change of state to every open page, with 200 of them: the change comes in by push, so no interval is in it. */
export async function benchLive(portal: BenchPortal): Promise<Figure[]> {
  const { data: monitor } = JSON.parse(
    (
      await portal.fetch('POST', '/api/admin/monitors', { name: 'Pushed', kind: 'push', intervalSeconds: 86_400 })
    ).toString(),
  ) as { data: { id: string; pushPath: string } }
  const agent = new Agent({ maxSockets: PAGES })
  let heard: (at: number) => void = () => {}
  let status = ''
  const pages = await Promise.all(
    Array.from({ length: PAGES }, () =>
      openPage(portal, agent, (text) => {
        if (text.includes(monitor.id) && text.includes(`"status":"${status}"`)) heard(performance.now())
      }),
    ),
  )
  const took: number[] = []
  for (let n = 0; n < CHANGES; n++) {
    status = n % 2 === 0 ? 'offline' : 'online'
    const begun = performance.now()
    const all = Promise.withResolvers<void>()
    let count = 0
    heard = (at) => {
      took.push(at - begun)
      if (++count === PAGES) all.resolve()
    }
    await portal.fetch('GET', `${monitor.pushPath}?status=${n % 2 === 0 ? 'down' : 'up'}`)
    await all.promise
    heard = () => {}
  }
  for (const page of pages) page.destroy()
  await portal.fetch('DELETE', `/api/admin/monitors/${monitor.id}`)
  return [
    {
      what: `state change to open page, ${PAGES} pages, ${CHANGES} changes`,
      value: `p50 ${quantile(took, 0.5).toFixed(0)} ms, p99 ${quantile(took, 0.99).toFixed(0)} ms`,
      aim: 'p99 under 300 ms',
    },
  ]
}

/** A feed as a page has it open. `hears` gets each message once, with all its lines. */
async function openPage(portal: BenchPortal, agent: Agent, hears: (text: string) => void): Promise<ClientRequest> {
  const feed = request(new URL('/api/live', portal.file.url), { agent, headers: portal.headers }).end()
  const [answer] = (await once(feed, 'response')) as [IncomingMessage]
  feed.on('error', () => {})
  answer.on('error', () => {})
  let waiting = ''
  answer.setEncoding('utf8').on('data', (text: string) => {
    const messages = (waiting + text).split('\n\n')
    waiting = messages.pop() ?? ''
    for (const message of messages) if (message.includes('event: status.checked')) hears(message)
  })
  await once(answer, 'readable').catch(() => {})
  return feed
}
