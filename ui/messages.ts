import { account } from './messages/account.ts'
import { actors } from './messages/actors.ts'
import { audit } from './messages/audit.ts'
import { backups } from './messages/backups.ts'
import { board } from './messages/board.ts'
import { connections } from './messages/connections.ts'
import { errors } from './messages/errors.ts'
import { facts } from './messages/facts.ts'
import { frame, notices, password } from './messages/frame.ts'
import { guide } from './messages/guide.ts'
import { journal } from './messages/journal.ts'
import { people } from './messages/people.ts'
import { services } from './messages/services.ts'
import { settings } from './messages/settings.ts'
import { signIn } from './messages/sign-in.ts'
import { webhooks } from './messages/webhooks.ts'

/**
 * Every text of the page. A language is one more table of this shape; whatever needs a number, a name or a time is a
 * function, so that each language can order its sentence as it likes.
 */
export const t = {
  account,
  actors,
  audit,
  backups,
  board,
  connections,
  errors,
  facts,
  frame,
  guide,
  journal,
  notices,
  password,
  people,
  services,
  settings,
  signIn,
  webhooks,
}
