import type { Alert } from '../../../contracts/alerts.ts'
import { keep, toKept } from '../engine/alerts.ts'
import type { Engine } from '../engine/engine.ts'
import { addEntry } from '../engine/timeline.ts'
import type { Kept, Refusal, Turned } from '../engine/life.ts'

/** What a person does to an alert. Gives the alert as it stands then, a sentence why not, or null when there is none. */
export async function turnByHand(
  engine: Engine,
  id: string,
  turn: (kept: Kept) => Turned | Refusal,
  note?: string,
): Promise<Alert | Refusal | null> {
  const row = await engine.tx.selectFrom('alert').select(['body', 'quiet_at']).where('id', '=', id).executeTakeFirst()
  if (!row) return null
  const turned = turn(toKept(row))
  if ('refused' in turned) return turned
  const alert = await keep(engine, turned, engine.now)
  if (note && alert.incidentId) {
    const about = `${alert.id} ${engine.now.toISOString()}`
    await addEntry(engine, alert.incidentId, { at: engine.now, kind: 'note', text: note, about, actor: engine.actor })
  }
  return alert
}
