/**
 * Names on the live feed. A browser hears a named message only under its name, so the page needs the list; a unit test
 * holds it against the contracts.
 */
export const STORED_TYPES = [
  'alerts.channel-changed',
  'alerts.delivery-given-up',
  'alerts.incident-changed',
  'alerts.notice-left',
  'alerts.rule-changed',
  'alerts.transitioned',
  'auth.api-key-made',
  'auth.api-key-revoked',
  'auth.device-revoked',
  'auth.invitation-made',
  'auth.invitation-revoked',
  'auth.password-changed',
  'auth.plex-access-lost',
  'auth.plex-link-broken',
  'auth.plex-linked',
  'auth.plex-unlinked',
  'auth.remember-reused',
  'auth.sign-in-burst',
  'auth.sign-in-failed',
  'auth.signed-in',
  'auth.signed-out',
  'auth.two-factor-changed',
  'auth.user-added',
  'auth.user-removed',
  'auth.user-updated',
  'backup.failed',
  'backup.made',
  'journal.redone',
  'library.item-added',
  'library.item-rated',
  'library.item-watched',
  'library.playback-changed',
  'library.server-noticed',
  'library.webhook-not-understood',
  'requests.approved',
  'requests.asked',
  'requests.available',
  'requests.declined',
  'requests.failed',
  'requests.issue-commented',
  'requests.issue-opened',
  'requests.issue-resolved',
  'requests.webhook-not-understood',
  'requests.webhook-tested',
  'settings.changed',
  'settings.service-configured',
  'settings.service-disconnected',
  'status.changed',
  'status.monitor-added',
  'status.monitor-removed',
  'status.monitor-updated',
  'webhooks.received',
  'webhooks.rotated',
] as const

/** Signals that are not stored. */
export const PASSING_TYPES = ['status.checked'] as const

/** Said by the edge: a message was given up on, a command that was on its way has its outcome, fetch everything again. */
export const EDGE_TYPES = ['dead-letter', 'outcome', 'reset'] as const

export type LiveType = (typeof STORED_TYPES)[number] | (typeof PASSING_TYPES)[number] | (typeof EDGE_TYPES)[number]
