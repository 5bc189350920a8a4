/** From least to most. */
export const SEVERITIES = ['info', 'warning', 'critical'] as const

/** What a threshold rule can look at. One more is one row of `functions/alerts/metrics.ts`. */
export const METRICS = {
  latency: { title: 'Response time', unit: 'ms', of: 'service' },
  errorRate: { title: 'Failed checks of the last 20', unit: '%', of: 'service' },
  certificateDays: { title: 'Days until the certificate ends', unit: 'days', of: 'service' },
  disk: { title: 'Disk used', unit: '%', of: 'house' },
  diskDaysLeft: { title: 'Days until a disk of ours is full, as it fills now', unit: 'days', of: 'house' },
  memory: { title: 'Memory used', unit: '%', of: 'house' },
  openBreakers: { title: 'Systems outside that are left alone', unit: 'systems', of: 'house' },
  deadLetters: { title: 'Dead letters', unit: 'messages', of: 'house' },
  failedSignIns: { title: 'Failed sign-ins within 10 minutes', unit: 'sign-ins', of: 'house' },
  brokenTokens: { title: 'People whose Plex token died', unit: 'people', of: 'house' },
} as const
export type Metric = keyof typeof METRICS

/** What a security rule can be about. */
export const SECURITY_EVENTS = [
  'sign-in-burst',
  'remember-reused',
  'admin-made',
  'two-factor-off',
  'api-key-made',
  'plex-link-broken',
] as const

/** What happens in the life of an alert and is told to people. */
export const TRANSITIONS = ['raised', 'acknowledged', 'resolved', 'reopened'] as const
/** What the ledger has been told of: changes of an alert, and news of a request or a reported problem. */
export const TOLD = [...TRANSITIONS, 'news'] as const
