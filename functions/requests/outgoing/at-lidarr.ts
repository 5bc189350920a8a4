import { addAlbum, availabilityOf, findAlbum, lookUpAlbum, placeFor, wantAlbum } from '../arr/albums.ts'
import type { Arr } from '../arr/client.ts'
import type { NewTitle } from '../media/titles.ts'
import { connectionToLidarr, NO_LIDARR, noLidarr } from '../music/connected.ts'
import { fromLidarr } from '../music/titles.ts'
import type { Patience } from '../seerr/media.ts'
import type { Destination, Job, Performed } from './destination.ts'
import { type Outcome, refused } from './outcome.ts'
import { notThrough } from './words.ts'

/** Albums go to Lidarr once somebody approved them here: it knows no requests. */
export const atLidarr: Destination = {
  service: 'Lidarr',
  upstream: 'lidarr',
  decides: 'here',
  absent: NO_LIDARR.member,
  async connect(errand) {
    const connected = await connectionToLidarr(errand)
    if (connected.is !== 'connected') return { missing: noLidarr(connected.is, true) }
    const { lidarr } = connected
    return {
      perform: (job, patience) => perform(lidarr, job, patience),
      probe: (patience) => lidarr.call('/system/status', patience),
    }
  },
}

const BRINGS: readonly Job['kind'][] = ['submit', 'approve', 'retry']

async function perform(lidarr: Arr, job: Job, patience: Patience): Promise<Performed> {
  const row = job.request
  if (!row || row.status === 'withdrawn' || !BRINGS.includes(job.kind)) return { outcome: { is: 'done' } }
  let sent = false
  let album: NewTitle | undefined
  try {
    const outcome = await bring()
    return { outcome, album }
  } catch (error) {
    return { outcome: notThrough(error, patience.signal, sent, 'Lidarr'), album }
  }

  /** Looked for first, so that what was told before and arrived is not told again. */
  async function bring(): Promise<Outcome> {
    const mbid = row!.media_id
    const known = await findAlbum(lidarr, mbid, patience)
    if (known && known.id !== null && known.id !== undefined) {
      if (row!.title === null) album = fromLidarr(mbid, known)
      const isThere = availabilityOf(known) === 'yes'
      if (isThere && job.kind === 'submit' && job.begunAt === null)
        return refused('ALREADY_AVAILABLE', 'This album is in the library already.')
      const arrived = job.begunAt !== null && known.monitored === true
      if (!isThere && !arrived) await wantAlbum(lidarr, known.id, patience)
      return { is: 'done' }
    }
    const place = await placeFor(lidarr, patience)
    if ('missing' in place)
      return { is: 'waiting', on: 'Lidarr', reason: place.missing, mayHaveArrived: false, answered: true }
    const found = await lookUpAlbum(lidarr, mbid, patience)
    if (!found) return refused('NOT_FOUND', 'Lidarr’s source of titles has no such album.')
    if (row!.title === null) album = fromLidarr(mbid, found)
    sent = true
    const added = await addAlbum(lidarr, found, place, patience)
    if ('album' in added || added.exists) return { is: 'done' }
    return refused('UPSTREAM_FAILED', `Lidarr did not take it: ${added.faults}`)
  }
}
