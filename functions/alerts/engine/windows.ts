import { sql } from 'kysely'
import type { Engine } from './engine.ts'
import { servicesChanged } from './services.ts'
import type { Subject } from './subjects.ts'

/** A maintenance window opened, changed or closed at a time; what is older than what is known of it changes nothing. */
export async function windowChanged(
  engine: Engine,
  window: { id: string; at: Date; open: boolean; monitorIds: readonly string[] },
): Promise<void> {
  const { id, at, open } = window
  const known = await engine.tx.selectFrom('maintenance_window').selectAll().where('id', '=', id).executeTakeFirst()
  if (known && (known.at > at || (known.at.getTime() === at.getTime() && !known.open))) return
  await engine.tx
    .insertInto('maintenance_window')
    .values({ id, at, open })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ at, open }))
    .execute()
  const inside = new Set(open ? window.monitorIds : [])
  const subjects = await engine.tx
    .selectFrom('subject')
    .selectAll()
    .where('removed_at', 'is', null)
    .where(sql<boolean>`(id = any(${[...inside]}::uuid[]) or windows @> array[${id}::uuid])`)
    .orderBy('id')
    .execute()
  const changed = subjects.flatMap((subject): Subject[] => {
    if (subject.windows.includes(id) === inside.has(subject.id)) return []
    const others = subject.windows.filter((other) => other !== id)
    return [{ ...subject, windows: inside.has(subject.id) ? [...others, id] : others }]
  })
  await servicesChanged(engine, changed, at)
}
