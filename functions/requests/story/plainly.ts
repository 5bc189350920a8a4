import type { Viewer } from './record.ts'

/**
 * Words of why something outside does not answer, as the person may read them: which machine and port it is, only admins
 * do.
 */
export const plainly = (words: string, { role }: Pick<Viewer, 'role'>): string =>
  role === 'admin' ? words : words.replaceAll(/(does not answer|cannot be spoken to safely) \([^()]*\)/g, '$1')
