import { listRequests } from '../seerr/requests.ts'
import { advance } from '../story/advance.ts'
import { type Progress, store } from './mark.ts'
import { databaseNow } from './read-again.ts'
import { again, AT_ONCE, PATIENCE_MS, type Reader, takeInAll, takeInPage } from './reader.ts'
import { inParallel } from './in-parallel.ts'
import { keepTitles, placeKey, readTitle } from './titles.ts'

const PAGE = 100
/** Deletions at Seerr draw the rest of a list up: so much of the page before is read again. */
const OVERLAP = 5
/** More changes than this are read as a whole. */
const MOST_PAGES = 50
const MOST_SWEPT = 500
const BATCH = 25

/** What changed since the watermark, newest first. False when that is too much, so that all is to be read. */
export async function readNews(reader: Reader, progress: Progress): Promise<boolean> {
  const { watermark } = progress
  if (watermark === null) return false
  let newest = watermark
  for (let page = 0; page < MOST_PAGES; page += 1) {
    if (reader.isOver()) return true
    const at = await databaseNow(reader.ctx.db)
    const patience = { signal: reader.ctx.signal, timeoutMs: PATIENCE_MS }
    const list = { take: PAGE, skip: page * (PAGE - OVERLAP), sort: 'modified', filter: 'all' } as const
    const { items, length } = await listRequests(reader.seerr, list, patience)
    await takeInPage(reader, items, at)
    const times = items.map(({ updatedAt }) => new Date(updatedAt)).filter((time) => !Number.isNaN(time.getTime()))
    for (const time of times) if (time > newest) newest = time
    // within the same second something may have changed after it was read
    if (length < PAGE || times.some((time) => time < watermark)) {
      progress.watermark = newest
      return true
    }
  }
  return false
}

/**
 * Everything, by falling numbers, so that what we have between two of them and Seerr does not is seen to be gone. Goes on
 * where it ended. True when it is through.
 */
export async function readWhole(reader: Reader, progress: Progress, beganAt: Date): Promise<boolean> {
  progress.pass ??= {
    skip: 0,
    lowest: null,
    startedAt: beganAt.toISOString(),
    newest: await newestAt(reader),
    isFirst: progress.wholeAt === null,
  }
  for (;;) {
    if (reader.isOver()) return false
    const pass: NonNullable<Progress['pass']> = progress.pass
    const { ctx, seerr } = reader
    const at = await databaseNow(ctx.db)
    const patience = { signal: ctx.signal, timeoutMs: PATIENCE_MS }
    const list = { take: PAGE, skip: pass.skip, sort: 'added', filter: 'all' } as const
    const { items, length } = await listRequests(seerr, list, patience)
    await takeInPage(reader, items, at, pass.isFirst)
    const isEnd = length < PAGE
    const numbers = items.map(({ id }) => id)
    const lowest = isEnd ? 0 : Math.min(pass.lowest ?? Infinity, ...numbers)
    await takeOutMissing(reader, { from: lowest, below: pass.lowest, listed: numbers })
    progress.pass = { ...pass, lowest: Number.isFinite(lowest) ? lowest : null, skip: pass.skip + PAGE - OVERLAP }
    if (!isEnd) {
      await ctx.write((tx) => store(tx, progress))
      continue
    }
    progress.wholeAt = new Date(pass.startedAt)
    const newest = new Date(pass.newest ?? 0)
    if (progress.watermark === null || newest > progress.watermark) progress.watermark = newest
    progress.pass = null
    return true
  }
}

/** By Seerr's own clock: what changes from now on changes no earlier. Null when it has nothing. */
async function newestAt({ ctx, seerr }: Reader): Promise<string | null> {
  const patience = { signal: ctx.signal, timeoutMs: PATIENCE_MS }
  const { items } = await listRequests(seerr, { take: 1, skip: 0, sort: 'modified', filter: 'all' }, patience)
  const at = new Date(items[0]?.updatedAt ?? Number.NaN)
  return Number.isNaN(at.getTime()) ? null : at.toISOString()
}

/** Rows of ours whose numbers the list passed over; each is asked for before it counts as gone. */
async function takeOutMissing(
  reader: Reader,
  { from, below, listed }: { from: number; below: number | null; listed: readonly number[] },
): Promise<void> {
  let upTo = below
  for (;;) {
    let missing = reader.ctx.db
      .selectFrom('request')
      .select('seerr_id')
      .where('seerr_id', '>=', from)
      .where('status', 'not in', ['removed', 'withdrawn', 'refused'])
      .orderBy('seerr_id', 'desc')
      .limit(BATCH)
    if (upTo !== null) missing = missing.where('seerr_id', '<', upTo)
    if (listed.length > 0) missing = missing.where('seerr_id', 'not in', listed)
    const ids = (await missing.execute()).flatMap(({ seerr_id: id }) => id ?? [])
    await takeInAll(reader, await again(reader, ids))
    const last = ids.at(-1)
    if (last === undefined || ids.length < BATCH || reader.isOver()) return
    upTo = last
  }
}

/** Open requests that no list brought up: whether something came changes the media and not the request. */
export async function readOpen(reader: Reader, progress: Progress): Promise<void> {
  for (let swept = 0; swept < MOST_SWEPT && !reader.isOver();) {
    let open = reader.ctx.db
      .selectFrom('request')
      .select(['id', 'seerr_id'])
      .where('status', 'in', ['pending', 'processing', 'partial', 'failed'])
      .where('seerr_id', 'is not', null)
      .orderBy('id')
      .limit(BATCH)
    if (progress.swept !== null) open = open.where('id', '>', progress.swept)
    const rows = await open.execute()
    const ids = rows.flatMap(({ seerr_id: id }) => (id === null || reader.seen.has(id) ? [] : [id]))
    for (const id of ids) reader.seen.add(id)
    reader.read += ids.length
    await takeInAll(reader, await again(reader, ids))
    swept += rows.length
    progress.swept = rows.length < BATCH ? null : (rows.at(-1)?.id ?? null)
    if (progress.swept === null) return
  }
}

/** Names some of those that have no title yet. */
export async function readTitles(reader: Reader): Promise<void> {
  if (reader.titlesLeft <= 0 || reader.isOver()) return
  const { ctx, seerr } = reader
  const bare = await ctx.db
    .selectFrom('request')
    .leftJoin('media', (join) =>
      join.onRef('media.media_type', '=', 'request.media_type').onRef('media.media_id', '=', 'request.media_id'),
    )
    .select(['request.id', 'request.media_type', 'request.media_id', 'media.title as known'])
    .where('request.title', 'is', null)
    .where('request.media_type', '!=', 'music')
    .orderBy('request.updated_at', 'desc')
    .limit(reader.titlesLeft)
    .execute()
  const places = bare.map((row) => ({ mediaType: row.media_type as 'movie' | 'tv', tmdbId: Number(row.media_id) }))
  const unknown = new Map(
    places.flatMap((place, index) => (bare[index]?.known ? [] : [[placeKey(place), place] as const])),
  )
  const patience = { signal: ctx.signal, timeoutMs: PATIENCE_MS }
  const read = await inParallel([...unknown.values()], AT_ONCE, (place) => readTitle(seerr, place, patience))
  const found = read.filter((one) => one !== null)
  const names = new Map(found.map((title) => [placeKey(title), title.title]))
  if (bare.length === 0) return
  await ctx.write(async (tx) => {
    await keepTitles(tx, found)
    for (const [index, row] of bare.entries()) {
      const title = row.known ?? names.get(placeKey(places[index]!))
      if (title) await advance(tx, row.id, () => ({ set: { title } }), reader.announce)
    }
  })
}
