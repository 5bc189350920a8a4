import { actors } from './messages/actors.ts'
import { board } from './messages/board.ts'
import { errors } from './messages/errors.ts'
import { facts } from './messages/facts.ts'
import { frame, notices, password, signIn } from './messages/frame.ts'
import { journal } from './messages/journal.ts'
import { services } from './messages/services.ts'
import { webhooks } from './messages/webhooks.ts'

/**
 * Every text of the page. A language is one more table of this shape; whatever needs a number, a name or a time is a
 * function, so that each language can order its sentence as it likes.
 */
export const t = { actors, board, errors, facts, frame, journal, notices, password, services, signIn, webhooks }
