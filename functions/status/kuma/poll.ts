import parsePrometheusTextFormat from 'parse-prometheus-text-format'
import { z } from 'zod'
import type { KumaBeat, KumaMonitor } from '../../../contracts/kuma.ts'
import { joinUrl } from '../../../bus/index.ts'
import { kumaOverHttp, TITLE } from './outside.ts'
import { NotLetIn } from './session.ts'
import { reasonOf, toBeat } from './to-beat.ts'
import { glimpsed } from './to-monitor.ts'
import { ListedBeat, understood, WireId } from './wire.ts'

/** How everything stands, as far as one way of asking shows it. */
export interface Glimpse {
  monitors: KumaMonitor[]
  beats: KumaBeat[]
}

/** A label that has no value holds the word. */
const said = (label: string | undefined): string | null =>
  label === undefined || label === 'null' || label === '' ? null : label

/** The API key is the password of HTTP Basic, under any name. Throws `OutsideError`. */
export async function readMetrics(
  base: string,
  given: { username: string; password: string },
  now: Date,
  signal: AbortSignal,
): Promise<Glimpse> {
  const authorization = `Basic ${Buffer.from(`${given.username}:${given.password}`).toString('base64')}`
  const url = joinUrl(base, '/metrics')
  const { data } = await kumaOverHttp.call({ url, headers: { authorization }, accept: 'text', signal })
  return parseMetrics(data, now)
}

/** Its gauges have no times: how it stood when it was asked. */
export function parseMetrics(text: string, now: Date): Glimpse {
  if (!/^# (HELP|TYPE) /m.test(text))
    throw new NotLetIn('not-understood', `${TITLE} answers without its metrics; is this address its own?`)
  const families = new Map(parsePrometheusTextFormat(text).map(({ name, metrics }) => [name, metrics]))
  const idOf = (labels: Record<string, string>): string =>
    labels['monitor_id'] ?? `name:${labels['monitor_name'] ?? ''}`.slice(0, 300)
  const times = new Map(
    (families.get('monitor_response_time') ?? []).map(({ value, labels = {} }) => [idOf(labels), Number(value)]),
  )
  const glimpse: Glimpse = { monitors: [], beats: [] }
  for (const { value, labels = {} } of families.get('monitor_status') ?? []) {
    const type = labels['monitor_type'] ?? ''
    if (type === 'group') continue
    const id = idOf(labels)
    const place = {
      type,
      url: said(labels['monitor_url']),
      host: said(labels['monitor_hostname']),
      port: said(labels['monitor_port']),
    }
    glimpse.monitors.push(glimpsed({ id, name: labels['monitor_name'] ?? '', group: null }, place))
    // -1: there was none
    const beat = toBeat(id, { status: Number(value), time: now, msg: null, ping: times.get(id) ?? null }, 'poll')
    if (beat) glimpse.beats.push(beat)
  }
  return glimpse
}

const Page = z.object({
  publicGroupList: z.array(z.object({ name: z.string(), monitorList: z.array(z.unknown()) })),
})
const OnPage = z.object({ id: WireId, name: z.string(), type: z.string().catch(''), url: z.string().nullish() })
const Beats = z.object({ heartbeatList: z.record(z.string(), z.unknown()) })

/** Needs no secret, and shows what somebody chose to publish. Throws `OutsideError`. */
export async function readStatusPage(base: string, slug: string, signal: AbortSignal): Promise<Glimpse> {
  const path = (of: string): string => joinUrl(base, `/api/status-page/${of}${encodeURIComponent(slug)}`)
  const { data: page } = await kumaOverHttp.call({ url: path(''), schema: Page, signal })
  // any query goes past its cache of a minute
  const { data: heart } = await kumaOverHttp.call({
    url: path('heartbeat/'),
    query: { now: Date.now() },
    schema: Beats,
    signal,
  })
  const glimpse: Glimpse = { monitors: [], beats: [] }
  for (const { name: group, monitorList } of page.publicGroupList)
    for (const { id, name, type, url } of understood(OnPage, monitorList)) {
      if (type === 'group') continue
      glimpse.monitors.push(glimpsed({ id, name, group }, { type, url: url ?? null, host: null, port: null }))
      for (const row of understood(ListedBeat, heart.heartbeatList[id])) {
        // it publishes no reasons
        const beat = toBeat(id, { ...row, msg: row.msg || reasonOf(null) }, 'list')
        if (beat) glimpse.beats.push(beat)
      }
    }
  return glimpse
}
