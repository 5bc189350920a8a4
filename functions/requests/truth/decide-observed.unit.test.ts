import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { STAGES, type Step } from '../../../contracts/media-requests.ts'
import { Request } from '../seerr/shapes.ts'
import type { Change } from '../story/advance.ts'
import type { OutgoingRow, RequestRow } from '../tables.ts'
import { type Beside, decideGone, decideObserved, type Observed } from './decide-observed.ts'
import { wordOf } from './word.ts'

const MINUTE = 60_000
const NOON = Date.parse('2026-03-01T12:00:00.000Z')
const at = (minutes: number): Date => new Date(NOON + minutes * MINUTE)
const owner = { id: 1, displayName: 'owner', plexId: '1' }
const friend = { id: 2, displayName: 'friend', plexId: '2' }

interface Said {
  status?: number
  media?: number
  media4k?: number
  type?: 'movie' | 'tv'
  is4k?: boolean
  /** Season and the status of its record; null where there is none. */
  seasons?: Record<number, number | null>
  seasonStatus?: number
  minute?: number
  mediaMinute?: number
  modifiedBy?: typeof owner | null
}

function request(said: Said = {}): Request {
  const { status = 1, media = 2, media4k = 1, type = 'movie', seasons = {}, minute = 1 } = said
  const records = Object.entries(seasons).flatMap(([number, standing]) =>
    standing === null ? [] : [{ seasonNumber: Number(number), status: standing, status4k: standing }],
  )
  return Request.parse({
    id: 7,
    status,
    type,
    is4k: said.is4k ?? false,
    createdAt: at(0).toISOString(),
    updatedAt: at(minute).toISOString(),
    seasons: Object.keys(seasons).map((number) => ({
      seasonNumber: Number(number),
      status: said.seasonStatus ?? status,
    })),
    requestedBy: friend,
    modifiedBy: said.modifiedBy === undefined ? owner : said.modifiedBy,
    media: {
      id: 3,
      tmdbId: 550,
      status: media,
      status4k: media4k,
      seasons: records,
      updatedAt: at(said.mediaMinute ?? minute).toISOString(),
    },
  })
}

const row = (more: Partial<RequestRow> = {}): RequestRow =>
  ({
    id: 'r',
    status: 'pending',
    stage: 'asked',
    version: '1',
    seasons: [],
    tvdb_id: null,
    seen: null,
    reason: null,
    created_at: at(0),
    ...more,
  }) as RequestRow

const asked = { step: 'asked' as const, key: 'asked', at: at(0) }
const beside = (...outgoing: OutgoingRow['kind'][]): Beside => ({ steps: [asked], outgoing })
const observed = (said: Said = {}, seenAt = 30): Observed => ({
  request: request(said),
  at: at(seenAt),
  by: { userId: 'u1', name: 'owner' },
  source: 'seerr',
})
const stepsOf = (change: Change | null) => change?.steps?.map(({ step }) => step) ?? []

describe('the word', () => {
  it.each<[string, Said, ReturnType<typeof wordOf>]>([
    ['waits', { status: 1, media: 2 }, 'pending'],
    ['waits also where it is there already', { status: 1, media: 5 }, 'pending'],
    ['waits again after it was deleted', { status: 1, media: 7 }, 'pending'],
    ['is approved and on its way', { status: 2, media: 3 }, 'processing'],
    ['is approved and not handed on yet', { status: 2, media: 2 }, 'processing'],
    ['is there, as Overseerr says it', { status: 2, media: 5 }, 'available'],
    ['is there, as Seerr says it', { status: 5, media: 5 }, 'available'],
    ['is there in 4K only', { status: 2, media: 1, media4k: 5, is4k: true }, 'available'],
    ['is not there in 4K', { status: 2, media: 5, media4k: 3, is4k: true }, 'processing'],
    ['was declined', { status: 3, media: 1 }, 'declined'],
    ['was declined though it is there', { status: 3, media: 5 }, 'declined'],
    ['failed', { status: 4, media: 3 }, 'failed'],
    ['failed and came all the same', { status: 4, media: 5 }, 'available'],
    ['was taken out of the library of Seerr', { status: 5, media: 7 }, 'removed'],
    ['was taken out of the library of Overseerr', { status: 2, media: 1 }, 'removed'],
    ['is on the blocklist', { status: 2, media: 6 }, 'refused'],
    ['means nothing', { status: 99, media: 3 }, null],
    ['means nothing, and is there', { status: 99, media: 5 }, 'available'],
    ['stands at a media that means nothing', { status: 2, media: 42 }, 'processing'],
    ['has some seasons', { type: 'tv', status: 2, media: 4, seasons: { 1: 5, 2: 3 } }, 'partial'],
    ['has a part of a season', { type: 'tv', status: 2, media: 4, seasons: { 1: 4 } }, 'partial'],
    ['has all that was asked for', { type: 'tv', status: 2, media: 4, seasons: { 1: 5, 2: 5 } }, 'available'],
    ['has other seasons', { type: 'tv', status: 2, media: 4, seasons: { 3: null } }, 'processing'],
    ['has a new season of what is there', { type: 'tv', status: 2, media: 5, seasons: { 3: 3 } }, 'processing'],
    ['is there without records of seasons', { type: 'tv', status: 2, media: 5, seasons: { 1: null } }, 'available'],
    [
      'is completed by its own seasons',
      { type: 'tv', status: 2, media: 4, seasons: { 1: null }, seasonStatus: 5 },
      'available',
    ],
  ])('of what %s', (_name, said, word) => {
    expect(wordOf(request(said))).toBe(word)
  })
})

describe('what follows', () => {
  it('tells who approved, when, and what nobody told of before', () => {
    const change = decideObserved(row(), observed({ status: 5, media: 5, minute: 9 }), beside())
    expect(change?.status).toBe('available')
    expect(change?.steps).toMatchObject([
      { step: 'approved', at: at(9), by: { userId: 'u1' } },
      { step: 'in-plex', key: 'in-plex', at: new Date(at(9).getTime() + 1) },
    ])
  })

  it('says of what Seerr approves by itself that nobody did', () => {
    const change = decideObserved(row(), observed({ status: 2, media: 3, modifiedBy: friend }), beside())
    expect(change?.steps?.[0]).toMatchObject({ step: 'approved', detail: { reason: expect.any(String) } })
    expect(change?.steps?.[0]?.by).toBeUndefined()
  })

  it('never goes beyond what it saw, nor before what came before', () => {
    const noted = { steps: [asked, { step: 'approved' as const, key: 'a', at: at(12) }], outgoing: [] }
    const early = decideObserved(
      row({ status: 'processing', stage: 'approved' }),
      observed({ status: 5, media: 5, minute: 2 }),
      noted,
    )
    expect(early?.steps?.[0]?.at.getTime()).toBeGreaterThan(at(12).getTime())
    const late = decideObserved(
      row({ status: 'processing', stage: 'approved' }),
      observed({ status: 5, media: 5, minute: 500 }),
      noted,
    )
    expect(late?.steps?.[0]?.at).toEqual(at(30))
  })

  it.each<[OutgoingRow['kind'], Said, 'held' | 'taken']>([
    ['approve', { status: 1 }, 'held'],
    ['approve', { status: 3, media: 1 }, 'held'],
    ['approve', { status: 5, media: 5 }, 'taken'],
    ['decline', { status: 2, media: 3 }, 'held'],
    ['decline', { status: 5, media: 5 }, 'taken'],
    ['withdraw', { status: 5, media: 5 }, 'held'],
    ['retry', { status: 4, media: 3 }, 'held'],
    ['retry', { status: 5, media: 5 }, 'taken'],
  ])('while %s is on its way, the older word does not undo it (%j: %s)', (kind, said, outcome) => {
    const ours = row({ status: kind === 'approve' ? 'processing' : kind === 'decline' ? 'declined' : 'waiting' })
    const change = decideObserved(ours, observed(said), beside(kind))
    if (outcome === 'held') expect(change).toBeNull()
    else expect(change?.status).toBe('available')
  })

  it('does not undo seasons that we changed while Seerr was down', () => {
    const ours = row({ media_type: 'tv', seasons: [1, 2] })
    const said = { type: 'tv' as const, seasons: { 1: null } }
    expect(decideObserved(ours, observed(said), beside('edit'))?.set).not.toHaveProperty('seasons')
    expect(stepsOf(decideObserved(ours, observed(said), beside()))).toEqual(['edited'])
  })

  it('was given other seasons when they were seen, where Seerr tells no time of it', () => {
    const seen = { seerr: { word: 'pending', updatedAt: at(1).toISOString() } }
    const ours = row({ media_type: 'tv', seasons: [1, 2], seen })
    const said = { type: 'tv' as const, seasons: { 2: null, 3: null } }
    expect(decideObserved(ours, observed(said), beside())?.steps?.[0]).toMatchObject({ step: 'edited', at: at(30) })
    const later = decideObserved(ours, observed({ ...said, minute: 8 }), beside())
    expect(later?.steps?.[0]).toMatchObject({ step: 'edited', at: at(8) })
  })

  it('does not undo what Plex knows before Seerr does', () => {
    const seen = { seerr: { word: 'processing', updatedAt: at(1).toISOString() } }
    const there = row({ status: 'available', stage: 'in-plex', seen })
    expect(decideObserved(there, observed({ status: 2, media: 3 }), beside())?.status).toBe('available')
    expect(decideObserved(there, observed({ status: 2, media: 3, minute: 8 }), beside())?.status).toBe('available')
    const followed = decideObserved(there, observed({ status: 5, media: 5, minute: 9 }), {
      steps: [asked, { step: 'approved', key: 'a', at: at(1) }, { step: 'in-plex', key: 'in-plex', at: at(5) }],
      outgoing: [],
    })
    expect(stepsOf(followed)).toEqual([])
  })

  it('tells that all seasons are there although Plex told of each', () => {
    const ours = row({ media_type: 'tv', seasons: [1, 2], status: 'partial', stage: 'in-plex' })
    const said = { type: 'tv' as const, status: 5, media: 5, seasons: { 1: 5, 2: 5 }, minute: 9 }
    const steps = [
      asked,
      { step: 'approved', key: 'a', at: at(1) },
      { step: 'in-plex', key: 'in-plex', at: at(5) },
    ] as const
    const change = decideObserved(ours, observed(said), { steps, outgoing: [] })
    expect(change?.status).toBe('available')
    expect(change?.steps).toMatchObject([{ step: 'in-plex', detail: { reason: 'All that was asked for is there.' } }])
  })

  it('does not undo what we decided by repeating itself', () => {
    const seen = { seerr: { word: 'pending', updatedAt: at(1).toISOString() } }
    const ours = row({ status: 'processing', stage: 'approved', seen })
    expect(decideObserved(ours, observed({ status: 1 }), beside())?.status).toBe('processing')
    expect(decideObserved(ours, observed({ status: 1, minute: 2 }), beside())?.status).toBe('pending')
  })

  it('leaves alone what was taken back, and what we are taking back', () => {
    expect(decideObserved(row({ status: 'withdrawn' }), observed(), beside())).toBeNull()
    expect(decideGone(row({ status: 'withdrawn' }), at(3), 'reconcile', beside())).toBeNull()
    expect(decideGone(row(), at(3), 'reconcile', beside('withdraw'))).toBeNull()
    expect(decideGone(row(), at(3), 'reconcile', beside())).toMatchObject({ status: 'removed' })
  })
})

describe('whatever is seen, however often', () => {
  const state = fc.record({
    status: fc.constantFrom(1, 2, 3, 4, 5, 9),
    media: fc.constantFrom(1, 2, 3, 4, 5, 6, 7, 8),
    one: fc.constantFrom(null, 1, 3, 4, 5),
    two: fc.constantFrom(null, 1, 3, 4, 5),
    repeats: fc.integer({ min: 1, max: 4 }),
  })

  it('the last word stands, each turn is one fact, and the timeline has an order', () => {
    fc.assert(
      fc.property(fc.array(state, { minLength: 1, maxLength: 25 }), fc.constantFrom('movie', 'tv'), (states, type) => {
        let ours = row({ status: 'pending', media_type: type, seasons: type === 'tv' ? [1, 2] : [] })
        const steps: Beside['steps'][number][] = [asked]
        let facts = 0
        for (const [index, { status, media, one, two, repeats }] of states.entries()) {
          const said: Said = {
            status,
            media,
            type,
            minute: index + 1,
            ...(type === 'tv' ? { seasons: { 1: one, 2: two } } : {}),
          }
          for (let n = 0; n < repeats; n += 1) {
            const change = decideObserved(ours, observed(said, index + 2), {
              steps,
              outgoing: [],
            })
            if (n > 0) expect(stepsOf(change)).toEqual([])
            for (const step of change?.steps ?? []) {
              expect(steps.map(({ key }) => key)).not.toContain(step.key)
              steps.push({ step: step.step, key: step.key ?? '', at: step.at })
              facts += 1
            }
            const seen = change?.set?.seen
            ours = {
              ...ours,
              status: change?.status ?? ours.status,
              seen: typeof seen === 'string' ? (JSON.parse(seen) as RequestRow['seen']) : ours.seen,
              version: String(Number(ours.version) + 1),
            }
          }
          const word = wordOf(request(said))
          if (word !== null) expect(ours.status).toBe(word)
        }
        expect(facts).toBe(steps.length - 1)
        const stages = steps.filter(({ step }) => (STAGES as readonly Step[]).includes(step))
        const first = (step: string): number => stages.find((noted) => noted.step === step)?.at.getTime() ?? Infinity
        expect(first('approved')).toBeGreaterThan(first('asked'))
        if (first('in-plex') < Infinity) expect(first('in-plex')).toBeGreaterThan(first('approved'))
      }),
      { numRuns: 500 },
    )
  }, 30_000)
})
