import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { toTitle } from '../../../infra/stand-ins/house/title.ts'
import type { Title } from '../../../infra/stand-ins/house/titles.ts'
import { TITLES } from '../../../infra/stand-ins/house/titles.ts'
import type { MediaRequest } from '../../../infra/stand-ins/services/seerr/entities.ts'
import { functionsOf } from '../../../infra/test/functions.ts'
import { onOverseerr } from '../on-overseerr.ts'
import { parseWebhook } from '../parse-webhook.ts'
import { truthFunctions } from './index.ts'
import { type Family, startTruth, type Truth } from './truth.test.rig.ts'

/** What truly happened to one request, kept by the script itself. */
interface Asked {
  request: MediaRequest
  decision: 'pending' | 'approved' | 'declined' | 'failed'
  isDeleted: boolean
  /** Taken out of the library after it came. */
  isTakenOut: boolean
  /** It was available or declined at some time: nobody reads it again but once a day. */
  wasOver: boolean
}

/** By hands of several people; numbers choose among what there is. */
const op = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ does: fc.constantFrom('ask-film', 'ask-series'), who: fc.nat(3), what: fc.nat(50) }),
  },
  {
    weight: 10,
    arbitrary: fc.record({
      does: fc.constantFrom(
        'approve',
        'decline',
        'edit',
        'retry',
        'arrive',
        'season',
        'delete',
        'take-out',
        'put-back',
      ),
      who: fc.nat(3),
      what: fc.nat(50),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constantFrom('break-arr', 'mend-arr', 'report', 'comment', 'resolve', 'reopen'),
      who: fc.nat(3),
      what: fc.nat(50),
    }),
  },
  { weight: 3, arbitrary: fc.record({ does: fc.constantFrom('release', 'read'), who: fc.nat(3), what: fc.nat(50) }) },
)
const script = fc.record({
  ops: fc.array(op, { minLength: 15, maxLength: 60, size: 'max' }),
  times: fc.integer({ min: 1, max: 5 }),
  lost: fc.constantFrom(0, 0.1, 0.4, 0.8, 1),
  order: fc.constantFrom('as-they-come', 'shuffled'),
  seed: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
})
type Script = typeof script extends fc.Arbitrary<infer T> ? T : never

const LONGEST_MS = 17_000
/** The same scripts each time, whose timing still differs; `TRUTH_SEED` looks for others. */
const SEED = Number(process.env['TRUTH_SEED'] ?? 7)

describe.each<Family>(['overseerr', 'jellyseerr', 'seerr'])('with %s', (family) => {
  const titles: Title[] = [...TITLES]
  let seed = 1
  const random = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647
  let truth: Truth
  let people: number[]
  // from 2,000,000 on every number is a film
  let numbers = 2_000_000
  let series = 1_000_000
  let posted = 0
  let runs = 0

  beforeAll(async () => {
    truth = await startTruth(family, { titles, random }, [
      ...functionsOf('settings', 'auth'),
      onOverseerr(parseWebhook),
      ...truthFunctions,
    ])
    people = [1]
    for (let n = 0; n < 3; n += 1) people.push((await truth.person()).seerrId)
    truth.seerr.seerr.setPermissions(people[3]!, 32 + 128 + 1_048_576 + 4_194_304)
  })
  afterAll(() => truth.stop())

  function newSeries(): number {
    const id = (series += 1)
    titles.push(
      toTitle({
        id,
        title: `Series ${id}`,
        released: '2020-01-01',
        genres: 'Drama',
        minutes: 40,
        vote: 7,
        overview: 'Made for one run.',
        episodes: [3, 3, 3],
      }),
    )
    return id
  }

  /** Plays it at Seerr and keeps what became of each request. */
  async function play({ ops }: Script) {
    const { seerr } = truth.seerr
    const asked: Asked[] = []
    const films: number[] = []
    const shows: number[] = []
    const there = new Map<number, Set<number>>()
    const comments = new Map<number, string[]>()
    const resolved = new Map<number, boolean>()
    const failing = { movie: false, tv: false }
    const reads: Promise<unknown>[] = []
    const pick = <T>(from: readonly T[], what: number): T | undefined => from[what % from.length]
    const hasAll = (number: number, seasons: readonly number[]) => seasons.every((one) => there.get(number)?.has(one))
    const seasonsOf = ({ request }: Asked) => request.seasons.map(({ seasonNumber }) => seasonNumber)
    const fails = ({ request }: Asked) =>
      failing[request.type] &&
      !(request.type === 'movie' ? there.has(request.media.tmdbId) : hasAll(request.media.tmdbId, [1, 2, 3]))
    const approved = (one: Asked) => void (one.decision = fails(one) ? 'failed' : 'approved')
    const arrive = (number: number, seasons?: number[]) => {
      const known = there.get(number) ?? new Set()
      there.set(number, known)
      for (const season of seasons ?? []) known.add(season)
      seerr.markAvailable(number, { byHand: false, ...(seasons ? { seasons } : {}) })
      for (const one of asked.filter(({ request, isDeleted }) => !isDeleted && request.media.tmdbId === number))
        if (one.decision !== 'declined' && hasAll(number, seasonsOf(one))) one.decision = 'approved'
    }
    const ask = (who: number, wanted: Parameters<typeof seerr.askAs>[1]) => {
      try {
        const request = seerr.askAs(people[who]!, wanted)
        const one: Asked = { request, decision: 'pending', isDeleted: false, isTakenOut: false, wasOver: false }
        if (request.status === 2) approved(one)
        asked.push(one)
      } catch {
        // refused: nothing happened
      }
    }
    const living = () => asked.filter(({ isDeleted, isTakenOut }) => !isDeleted && !isTakenOut)
    const inState = (...states: Asked['decision'][]) => living().filter(({ decision }) => states.includes(decision))

    const statusOf = (one: Asked): string => {
      const { request, decision, isDeleted, isTakenOut } = one
      if (isDeleted || isTakenOut) return 'removed'
      if (decision === 'pending' || decision === 'declined') return decision
      const seasons = seasonsOf(one)
      const arrived = there.get(request.media.tmdbId)
      if (arrived && hasAll(request.media.tmdbId, seasons)) return 'available'
      if (decision === 'failed') return 'failed'
      return seasons.some((season) => arrived?.has(season)) ? 'partial' : 'processing'
    }
    for (const { does, who, what } of ops) {
      switch (does) {
        case 'ask-film': {
          const again = what % 4 === 0 ? pick(films, what) : undefined
          if (again === undefined) films.push((numbers += 1))
          ask(who, { mediaType: 'movie', mediaId: again ?? numbers })
          break
        }
        case 'ask-series': {
          const again = what % 2 === 0 ? pick(shows, what) : undefined
          if (again === undefined) shows.push(newSeries())
          const seasons = [1, 2, 3].filter((season) => (what >> season) % 2 === 0)
          ask(who, { mediaType: 'tv', mediaId: again ?? shows.at(-1)!, seasons: seasons.length > 0 ? seasons : 'all' })
          break
        }
        case 'approve': {
          const one = pick(inState('pending', 'declined'), what)
          // what was declined may stand in the way of nothing else by now
          if (one && !(one.decision === 'declined' && there.has(one.request.media.tmdbId))) {
            seerr.approve(one.request.id, people[who % 2 === 0 ? 0 : 3])
            approved(one)
          }
          break
        }
        case 'decline': {
          const one = pick(inState('pending'), what)
          const shared = one && living().some((other) => other !== one && other.request.media === one.request.media)
          if (one && !shared && !there.has(one.request.media.tmdbId)) {
            seerr.decline(one.request.id)
            one.decision = 'declined'
          }
          break
        }
        case 'put-back': {
          const one = pick(inState('declined'), what)
          if (!one) break
          await call('POST', `/request/${one.request.id}/pending`)
          one.decision = 'pending'
          break
        }
        case 'edit': {
          const one = pick(
            inState('pending').filter(({ request }) => request.type === 'tv'),
            what,
          )
          if (!one) break
          await call('PUT', `/request/${one.request.id}`, { mediaType: 'tv', seasons: [(what % 3) + 1] })
          break
        }
        case 'retry': {
          const one = pick(inState('failed'), what)
          if (!one) break
          seerr.retry(one.request.id)
          approved(one)
          break
        }
        case 'arrive': {
          const film = pick(films, what)
          if (film !== undefined && living().some(({ request }) => request.media.tmdbId === film)) arrive(film)
          break
        }
        case 'season': {
          const one = pick(shows, what)
          if (one !== undefined) arrive(one, [(what % 3) + 1])
          break
        }
        case 'delete': {
          const one = pick(living(), what)
          const shared = one && living().some((other) => other !== one && other.request.media === one.request.media)
          if (!one || shared) break
          seerr.delete(one.request.id)
          one.isDeleted = true
          break
        }
        case 'take-out': {
          const one = pick(
            living().filter(
              ({ request, decision }) =>
                request.type === 'movie' && decision === 'approved' && there.has(request.media.tmdbId),
            ),
            what,
          )
          if (!one) break
          seerr.markDeleted(one.request.media.tmdbId)
          for (const other of asked.filter(({ request }) => request.media === one.request.media))
            other.isTakenOut ||= other.decision === 'approved'
          films.splice(films.indexOf(one.request.media.tmdbId), 1)
          break
        }
        case 'break-arr':
        case 'mend-arr': {
          const type = what % 2 === 0 ? 'movie' : 'tv'
          failing[type] = does === 'break-arr'
          seerr.failAtArr(type === 'movie' ? 'radarr' : 'sonarr', failing[type])
          break
        }
        case 'report': {
          const film = pick(films, what)
          if (film === undefined) break
          const { id } = seerr.openIssue(people[who]!, film, { issueType: (what % 4) + 1, message: `Bad ${what}` })
          comments.set(id, [])
          resolved.set(id, false)
          break
        }
        case 'comment': {
          const id = pick([...comments.keys()], what)
          if (id === undefined) break
          seerr.comment(id, people[who]!, `Said ${what}`)
          comments.get(id)!.push(`Said ${what}`)
          break
        }
        case 'resolve':
        case 'reopen': {
          const id = pick([...comments.keys()], what)
          if (id === undefined) break
          seerr[does](id)
          resolved.set(id, does === 'resolve')
          break
        }
        case 'release':
          seerr.release()
          // what was said so far is heard before it goes on, or while it does
          if (what % 3 > 0) await truth.settled()
          break
        default: {
          const reading = truth.reconcile()
          reads.push(reading)
          if (what % 3 > 0) await reading
        }
      }
      // what goes on behind an answer is over before the next thing happens
      await Promise.allSettled(seerr.world.background)
      for (const one of asked) one.wasOver ||= ['available', 'declined'].includes(statusOf(one))
    }
    await Promise.all(reads)
    return { asked, statusOf, seasonsOf, comments, resolved }
  }

  async function call(method: string, path: string, body?: object): Promise<void> {
    const headers = { 'x-api-key': truth.seerr.key, 'content-type': 'application/json' }
    const init = { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) }
    const answer = await fetch(`${truth.seerr.url}/api/v1${path}`, init)
    await answer.body?.cancel()
  }

  async function once(given: Script): Promise<void> {
    const { seerr } = truth.seerr
    seed = given.seed
    seerr.repeat(given.times)
    seerr.lose(given.lost)
    seerr.shuffle(given.order === 'shuffled')
    const before = seerr.notices.length
    const played = await play(given)
    posted += (seerr.notices.length - before) * given.times
    seerr.shuffle(false)
    await truth.settled()
    // what was over and is gone is found once a day only
    await truth.reconcile({ whole: played.asked.some((one) => one.isTakenOut || (one.isDeleted && one.wasOver)) })
    // the poll comes again and again: what one reading was too early for, the next one has
    await truth.reconcile({ whole: true })
    await compare(played)
    runs += 1
    // the next one begins with nothing, and with other numbers
    seerr.world.requests.clear()
    seerr.world.issues.clear()
    seerr.failAtArr('radarr', false)
    seerr.failAtArr('sonarr', false)
    await truth.pool.query('delete from requests.request; delete from requests.issue')
  }

  async function compare({ asked, statusOf, seasonsOf, comments, resolved }: Awaited<ReturnType<typeof play>>) {
    const rows = await truth.rows<{
      id: string
      seerr_id: number
      status: string
      seasons: number[]
      seerr_user_id: number
    }>('select * from requests.request order by seerr_id')
    // what was deleted before anybody looked was never here
    const seen = new Set(rows.map(({ seerr_id: id }) => id))
    const expected = asked.filter((one) => !one.isDeleted || seen.has(one.request.id))
    expect(rows.map(({ seerr_id: id, status, seerr_user_id: by }) => ({ id, status, by }))).toEqual(
      expected.map((one) => ({ id: one.request.id, status: statusOf(one), by: one.request.requestedBy.id })),
    )
    const living = rows.filter(({ status }) => status !== 'removed')
    expect(living.map(({ seasons }) => seasons)).toEqual(
      expected.filter((one) => statusOf(one) !== 'removed').map((one) => seasonsOf(one).sort((a, b) => a - b)),
    )
    await compareSteps(rows)
    const issues = await truth.rows<{ id: string; seerr_id: number; status: string }>(
      'select * from requests.issue order by seerr_id',
    )
    expect(issues.map(({ seerr_id: id, status }) => [id, status])).toEqual(
      [...resolved].map(([id, isResolved]) => [id, isResolved ? 'resolved' : 'open']),
    )
    for (const { id, seerr_id: number } of issues) {
      const said = await truth.rows<{ sealed_message: string }>(
        'select sealed_message from requests.issue_comment where issue_id = $1 order by seerr_id',
        [id],
      )
      expect(said.map((one) => truth.rig.sealer.open(one.sealed_message))).toEqual(comments.get(number))
    }
    const moved = (await truth.facts('requests.issue-moved')).filter(({ data }) =>
      issues.some(({ id }) => id === data['issueId']),
    )
    const words = moved.filter(({ data }) => data['change'] === 'opened' || data['change'] === 'commented')
    expect(words).toHaveLength(issues.length + [...comments.values()].flat().length)
    expect(new Set(moved.map(({ data }) => `${String(data['issueId'])} ${String(data['version'])}`)).size).toBe(
      moved.length,
    )
  }

  /** Each line of a timeline was told once, and stands where it belongs. */
  async function compareSteps(rows: readonly { id: string; status: string }[]) {
    const steps = await truth.rows<{ request_id: string; step: string; at: Date }>(
      'select s.* from requests.step s order by s.at, s.noted_at',
    )
    const facts = (await truth.facts('requests.moved')).map(({ data }) => data)
    const ours = new Set(rows.map(({ id }) => id))
    const lines = steps.map(({ request_id: id, step, at }) => `${id} ${step} ${at.toISOString()}`)
    const told = facts.filter(({ requestId }) => ours.has(String(requestId)))
    expect(told.map(({ requestId, step, at }) => `${String(requestId)} ${String(step)} ${String(at)}`).sort()).toEqual(
      lines.sort(),
    )
    for (const [id, mine] of Map.groupBy(steps, ({ request_id: of }) => of)) {
      const words = mine.map(({ step }) => step)
      expect(words[0]).toBe('asked')
      const status = rows.find((row) => row.id === id)?.status ?? ''
      const last = {
        available: 'in-plex',
        declined: 'declined',
        failed: 'failed',
        removed: 'removed',
        partial: 'partial',
      }[status]
      if (last !== undefined) expect(words.filter((word) => word !== 'edited').at(-1)).toBe(last)
      const decided = words.findIndex((word) => word === 'in-plex' || word === 'partial' || word === 'failed')
      if (decided >= 0) expect(words.slice(0, decided)).toContain('approved')
    }
  }

  test('whatever is repeated, reordered or lost, what is stored is what truly happened', async () => {
    let last: Promise<void> = Promise.resolve()
    const property = fc.asyncProperty(script, (given) => (last = once(given)))
    await fc.assert(property, { seed: SEED, numRuns: 15, interruptAfterTimeLimit: LONGEST_MS, endOnFailure: true })
    // the one that the time limit left alone counts as well
    await last
    console.info(`${family}: ${runs} scripts, ${posted} webhooks`)
    expect(runs).toBeGreaterThan(0)
  }, 120_000)
})
