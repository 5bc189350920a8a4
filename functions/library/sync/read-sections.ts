import { LibraryChanged, LibraryRemoved } from '../../../contracts/plex-library.ts'
import { keyOf } from '../plex/to-item.ts'
import { commit, type SyncRun } from './run.ts'

const KINDS = new Set(['movie', 'show', 'artist', 'photo'])

/** Brings the list of libraries up to date; what Plex does not list any more is hidden, and forgotten a week later. */
export async function readSections(run: SyncRun): Promise<string[]> {
  const { ctx, plex } = run
  const listed = (await plex.sections()).filter(({ key }) => keyOf(key) !== null)
  const turned = await commit(run, async (tx) => {
    const known = await tx.selectFrom('section').selectAll().execute()
    let turned = false
    for (const [position, { key, type, title, uuid }] of listed.entries()) {
      const kind = KINDS.has(type) ? type : 'other'
      const old = known.find((one) => one.key === key)
      if (old?.title === title && old.position === position && old.kind === kind && !old.gone) continue
      turned = true
      const values = { uuid, title, kind, position, gone: false }
      await tx
        .insertInto('section')
        .values({ key, ...values })
        .onConflict((oc) => oc.column('key').doUpdateSet(values))
        .execute()
    }
    const gone = known.filter((one) => !one.gone && !listed.some(({ key }) => key === one.key))
    for (const { key, title, version } of gone) {
      await tx
        .updateTable('section')
        .set({ gone: true, version: String(Number(version) + 1) })
        .where('key', '=', key)
        .execute()
      ctx.emit(LibraryRemoved, { libraryId: key, title, version: Number(version) + 1 }, { actor: 'system' })
    }
    return turned || gone.length > 0
  })
  if (turned) ctx.live(LibraryChanged, {})
  return listed.map(({ key }) => key)
}
