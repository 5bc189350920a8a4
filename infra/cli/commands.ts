import type { Command } from './command.ts'

/** Every command with its one line of help, and how to come by the rest: only the one that is run is ever loaded. */
export const COMMANDS: Readonly<Record<string, { summary: string; load(): Promise<{ default: Command }> }>> = {
  journal: { summary: 'Shows what happened, newest first.', load: () => import('./journal.ts') },
  tree: { summary: 'Draws what caused an entry and what it caused.', load: () => import('./tree.ts') },
  redo: { summary: 'Handles a raw webhook or a dead letter again, for real.', load: () => import('./redo.ts') },
  'dead-letters': { summary: 'Lists what a function gave up on.', load: () => import('./dead-letters.ts') },
  doctor: { summary: 'Checks this machine, the data folder and the servers.', load: () => import('./doctor.ts') },
  'reset-password': {
    summary: 'Gives an admin a new one-time password.',
    load: () => import('./reset-password.ts'),
  },
  settings: {
    summary: 'Writes settings and services to a file, or brings them to what a file says.',
    load: () => import('./settings.ts'),
  },
  backup: { summary: 'Backs up the portal’s own state, or lists the backups.', load: () => import('./backup.ts') },
  restore: { summary: 'Restores a backup into an empty data folder.', load: () => import('./restore.ts') },
  'rotate-key': {
    summary: 'Makes a new key, and seals every stored secret by it.',
    load: () => import('./rotate-key.ts'),
  },
}
