import { number } from '../format/number.ts'
import { count } from './plural.ts'

export const settings = {
  lead: 'How the house is run. Every change is written down and can be taken back.',
  tabs: {
    label: 'Settings and what belongs to them',
    settings: 'Settings',
    connections: 'Connections',
    backups: 'Backups',
    history: 'History',
    audit: 'Audit log',
    guide: 'First steps',
  },
  save: 'Save',
  saving: 'Saving',
  saved: (section: string) => `Saved: ${section}.`,
  discard: 'Discard',
  unsaved: (many: number) => count(many, 'change is', 'changes are') + ' not saved yet.',
  toDefault: 'Back to default',
  toDefaultNamed: (title: string) => `Back to default: ${title}`,
  default: (shown: string) => `Default: ${shown}.`,
  on: 'on',
  off: 'off',
  none: 'none',
  notSet: 'not set',
  set: 'set',
  secret: {
    stored: 'Stored. Leave it empty to keep it.',
    notSet: 'Not set.',
    forget: 'Forget it',
    forgetNamed: (title: string) => `Forget it: ${title}`,
    willForget: 'It is forgotten when you save.',
  },
  listHint: 'One per line.',
  range: (min: number | null, max: number | null) =>
    min !== null && max !== null
      ? `From ${number(min)} to ${number(max)}.`
      : min !== null
        ? `At least ${number(min)}.`
        : max !== null
          ? `At most ${number(max)}.`
          : '',
  notANumber: 'Write a number.',
  outOfRange: (min: number | null, max: number | null) => `Choose a number. ${settings.range(min, max)}`.trim(),
  lastChange: 'Last changed',
  by: (who: string) => `by ${who}`,
  asCode: {
    title: 'Settings as a file',
    text: 'The same settings can be kept in a file, say in git. In a terminal on the machine of the portal:',
    export: 'writes them to a file, without secrets',
    plan: 'shows what a file would change',
    apply: 'brings the portal to what the file says, all of it or nothing',
  },
  history: {
    title: 'History',
    lead: 'Every change of settings and connections, the newest first.',
    empty: 'Nothing was changed yet',
    emptyText: 'As soon as somebody changes a setting or a connection, it stands here with who did it.',
    list: 'Changes',
    from: 'from',
    to: 'to',
    secretChanged: 'changed',
    goBack: 'Go back to this point',
    goBackNamed: (when: string) => `Go back to this point: ${when}`,
    current: 'As it is now',
    beginning: 'The beginning: everything at its default.',
    backTitle: 'Go back to this point?',
    backText: 'Settings and connections, secrets included, become what they were right after this change:',
    backNothing: 'Everything is set as it was then: there is nothing to change.',
    backAgain: 'Going back is a change of its own, so it can be taken back too.',
    comparing: 'Comparing',
    confirm: 'Go back',
    busy: 'Going back',
    done: (many: number) => `Done: ${count(many, 'setting', 'settings')} changed back.`,
    someone: 'Somebody',
    services: {
      url: 'address',
      enabled: 'switched on',
      apiKey: 'API key',
      token: 'token',
      username: 'name',
      password: 'password',
      config: 'options',
    } as Record<string, string>,
  },
}
