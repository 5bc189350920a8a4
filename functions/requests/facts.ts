import type { z } from 'zod'
import {
  IssueCommented,
  IssueOpened,
  IssueResolved,
  RequestApproved,
  RequestAsked,
  RequestAvailable,
  RequestDeclined,
  RequestFailed,
  WebhookNotUnderstood,
  WebhookTested,
} from '../../contracts/requests.ts'

/** Every fact that a webhook can become. */
export const FACTS = {
  'requests.asked': RequestAsked,
  'requests.approved': RequestApproved,
  'requests.declined': RequestDeclined,
  'requests.available': RequestAvailable,
  'requests.failed': RequestFailed,
  'requests.issue-opened': IssueOpened,
  'requests.issue-commented': IssueCommented,
  'requests.issue-resolved': IssueResolved,
  'requests.webhook-tested': WebhookTested,
  'requests.webhook-not-understood': WebhookNotUnderstood,
} as const

type Facts = typeof FACTS

/** A fact but for its version, which its place in the lane gives it. */
export type Fact = {
  [T in keyof Facts]: { type: T; data: Omit<z.input<Facts[T]['schema']>, 'version'> }
}[keyof Facts]
