import type { UserRecord } from '../../../contracts/people.ts'
import { api } from '../../api.ts'
import { t } from '../../messages.ts'

const words = t.people.actions
export type ActionName = keyof typeof words

interface Action {
  /** Whether it makes sense for this person. */
  fits: (person: UserRecord) => boolean
  /** Answers with the one-time password where there is one. */
  run: (person: UserRecord) => Promise<{ oneTimePassword?: string }>
  danger?: boolean
  group: 'rights' | 'access'
}

const none = async (done: Promise<unknown>): Promise<object> => {
  await done
  return {}
}

/** What can be done to a person, in the order in which it is offered. */
const ACTIONS: Record<ActionName, Action> = {
  'make-admin': {
    group: 'rights',
    fits: ({ role }) => role === 'user',
    run: ({ id }) => none(api.updateUser({ id, role: 'admin' })),
  },
  'make-user': {
    group: 'rights',
    fits: ({ role }) => role === 'admin',
    run: ({ id }) => none(api.updateUser({ id, role: 'user' })),
    danger: true,
  },
  'reset-password': { group: 'access', fits: () => true, run: ({ id }) => api.resetUserPassword({ id }), danger: true },
  'sign-out': {
    group: 'access',
    fits: ({ devices }) => devices > 0,
    run: ({ id }) => none(api.signUserOut({ id })),
    danger: true,
  },
  'reset-two-factor': {
    group: 'access',
    fits: ({ twoFactor }) => twoFactor,
    run: ({ id }) => none(api.resetUserTwoFactor({ id })),
    danger: true,
  },
  disable: {
    group: 'access',
    fits: ({ status }) => status === 'active',
    run: ({ id }) => none(api.updateUser({ id, status: 'disabled' })),
    danger: true,
  },
  enable: {
    group: 'access',
    fits: ({ status }) => status === 'disabled',
    run: ({ id }) => none(api.updateUser({ id, status: 'active' })),
  },
}

export const actionsFor = (person: UserRecord, group: Action['group']): ActionName[] =>
  (Object.keys(ACTIONS) as ActionName[]).filter((name) => ACTIONS[name].group === group && ACTIONS[name].fits(person))

export const carryOutFor = (name: ActionName, person: UserRecord): Promise<{ oneTimePassword?: string }> =>
  ACTIONS[name].run(person)

/** What is asked before, and said after. */
export function wordsFor(name: ActionName, { username, devices }: UserRecord) {
  const { label, title, text, confirm, done } = words[name]
  return {
    label,
    title: title(username),
    text: text(devices),
    confirm,
    done: done(username),
    danger: ACTIONS[name].danger ?? false,
  }
}
