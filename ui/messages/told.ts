import { count } from './plural.ts'

/** The bell in the frame. */
export const bell = {
  label: (unread: number) =>
    unread === 0 ? 'What you were told' : `What you were told: ${count(unread, 'new message', 'new messages')}`,
  unread: (many: number) => count(many, 'new message', 'new messages'),
  title: 'What you were told',
  allRead: 'Mark all as read',
  unreadMark: 'new',
  emptyTitle: 'Nothing yet',
  empty: 'Alerts that concern you and news of what you asked for are told here.',
  all: 'All alerts',
  preferences: 'How you are told',
}

/** How a person is told; in their account. */
export const told = {
  title: 'How you are told',
  lead: 'Of what, where, and when not.',
  severities: 'Alerts that you are told of',
  severitiesNone: 'Of nothing, as long as none is chosen.',
  requests: 'News of what you asked for',
  requestsHint: 'Approved, declined, in Plex, failed, and answers to problems that you reported.',
  requestsHintAdmin:
    'Approved, declined, in Plex, failed, answers to problems that you reported, and requests that wait for an admin.',
  ways: 'Where',
  page: 'On this page',
  pageHint: 'The bell at the top keeps what you have not read.',
  push: 'By web push',
  pushHint: (browsers: number) =>
    browsers === 0
      ? 'No browser takes it yet: add this one below.'
      : `${count(browsers, 'browser takes', 'browsers take')} it, also while the page is closed.`,
  email: 'By e-mail',
  emailHint: 'To the address below.',
  emailImpossible:
    'There is no channel of the kind e-mail through which it could be sent. Ask whoever runs the house to add one.',
  emailAddress: 'E-mail address',
  emailMissing: 'Enter the address to which e-mail goes.',
  emailWrong: 'That is no e-mail address.',
  quiet: 'Quiet hours',
  quietHint: 'In between only the page is told; the rest comes when they end.',
  from: 'From',
  to: 'Until',
  exceptCritical: 'What is critical comes all the same',
  digest: 'Once a day instead of one by one',
  digestHint: 'In one message. What is critical comes at once.',
  digestAt: 'At',
  zone: 'Time zone',
  zoneHint: 'Quiet hours and the daily message go by it.',
  zoneOther: (zone: string) => `This browser is in ${zone}.`,
  zoneUse: 'Use that',
  save: 'Save',
  saving: 'Saving',
  saved: 'It is as you set it.',
  time: 'Enter a time, such as 22:00.',
  same: 'From and until are the same: choose another time.',
  browser: {
    title: 'Web push on this browser',
    on: 'This browser takes web push for you.',
    off: 'This browser takes no web push yet. Add it, and you are told also while the page is closed.',
    add: 'Add this browser',
    adding: 'Asking the browser',
    remove: 'Take it off',
    removing: 'Taking it off',
    added: 'This browser takes web push now.',
    removed: 'This browser takes no web push any more.',
    insecure:
      'Browsers allow web push only over https or on localhost, and this page came over plain http. Open it by its https address.',
    unsupported:
      'This browser has no web push. On an iPhone or iPad, add the page to the home screen first and open it from there.',
    denied:
      'You have forbidden notifications for this page. Allow them in the settings of the browser, then try again.',
    dismissed: 'The browser was not allowed to notify you, so nothing was added.',
    failed:
      'The browser could not reach its push service. It may be switched off there, a private window has none, or the network keeps it away.',
  },
}
