import { z } from 'zod'
import { Severity } from './alerts.ts'
import { action, event, query, secret } from './define.ts'

/** Something that one person is told on the page. One per subject: what comes anew about it makes it unread again. */
export const Notice = z.object({
  id: z.uuid(),
  title: z.string(),
  body: z.string(),
  severity: Severity,
  /** Where on the page it leads. */
  path: z.string(),
  at: z.iso.datetime(),
  readAt: z.iso.datetime().nullable(),
})
export type Notice = z.infer<typeof Notice>

export const ListNotices = query('alerts.notices', {
  summary: 'What you were told, newest first, and how much of it is unread.',
  input: {
    unread: z.union([z.boolean(), z.stringbool()], { error: 'Say true or false.' }).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(30),
    cursor: z.string().max(200).optional(),
  },
  result: z.object({ items: z.array(Notice), nextCursor: z.string().nullable(), unread: z.int() }),
  refusals: ['INVALID'],
})

export const ReadNotices = action('alerts.read-notices', {
  summary: 'Marks notices as read: the given ones, or all up to a time.',
  input: { ids: z.array(z.uuid()).max(200).optional(), upTo: z.iso.datetime({ offset: true }).optional() },
  result: z.object({ unread: z.int() }),
})

export const NoticeLeft = event('alerts.notice-left', {
  summary: 'A person was told something on the page.',
  audience: 'owner',
  owner: (d) => d.userId,
  data: { userId: z.uuid(), noticeId: z.uuid(), severity: Severity, at: z.iso.datetime() },
  key: (d) => d.userId,
})

const hour = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Write the time as 22:00.')

const preferences = {
  /** What one is told of at all. Admins begin with all, others with none. */
  severities: z.array(Severity).max(3),
  /** News of what one asked for and reported; for admins also what waits for them. Default: yes. */
  requests: z.boolean().default(true),
  page: z.boolean(),
  push: z.boolean(),
  email: z.boolean(),
  /** Nothing but the page in between; what is critical comes all the same where `exceptCritical`. */
  quiet: z.object({ from: hour, to: hour, exceptCritical: z.boolean() }).nullable(),
  /** Once a day at this time, in one message, instead of one by one; what is critical comes at once. */
  digestAt: hour.nullable(),
  /** IANA name, for both. */
  timezone: z.string().max(64),
}

export const NoticePreferences = z.object({
  ...preferences,
  /** Where e-mail goes; null for nowhere. */
  emailAddress: z.string().nullable(),
  /** Browsers that take web push for this person. */
  pushBrowsers: z.int(),
  /** Whether there is a channel of the kind e-mail through which it could be sent. */
  emailPossible: z.boolean(),
})
export type NoticePreferences = z.infer<typeof NoticePreferences>

export const GetNoticePreferences = query('alerts.preferences', {
  summary: 'How you are told.',
  input: {},
  result: NoticePreferences,
})

export const SetNoticePreferences = action('alerts.set-preferences', {
  summary: 'Decides how you are told.',
  input: { ...preferences, emailAddress: z.email().max(254).nullable() },
  result: NoticePreferences,
  refusals: ['INVALID'],
})

export const GetPushKey = query('alerts.push-key', {
  summary: 'The key that a browser needs to take web push from this portal.',
  input: {},
  result: z.object({ publicKey: z.string() }),
})

export const AddPushBrowser = action('alerts.add-push-browser', {
  summary: 'Sends web push to this browser from now on.',
  input: {
    endpoint: z.url().max(2000),
    keys: secret(z.object({ p256dh: z.string().max(200), auth: z.string().max(100) })),
  },
  result: z.object({ pushBrowsers: z.int() }),
  refusals: ['INVALID'],
})

export const RemovePushBrowser = action('alerts.remove-push-browser', {
  summary: 'Sends no more web push to this browser.',
  input: { endpoint: z.string().max(2000) },
  result: z.object({ pushBrowsers: z.int() }),
})

/** Asked by the owner of the accounts when a person is erased; repeatable. */
export const ForgetInAlerts = action('alerts.forget-person', {
  summary: 'Forgets what a person was told and how.',
  input: { userId: z.uuid(), names: z.array(z.string()).max(20) },
  result: z.object({}),
})
