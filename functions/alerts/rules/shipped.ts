import type { InputOf } from '../../../contracts/define.ts'
import type { AddRule } from '../../../contracts/alerts.ts'

/** Rules that the product comes with, by a key that stays: one that somebody removed does not come back. */
export const SHIPPED: Readonly<Record<string, InputOf<typeof AddRule>>> = {
  offline: {
    name: 'Offline for 2 minutes',
    kind: 'state',
    condition: { state: 'offline', forSeconds: 120 },
    severity: 'critical',
  },
  degraded: {
    name: 'Degraded for 10 minutes',
    kind: 'state',
    condition: { state: 'degraded', forSeconds: 600 },
    severity: 'warning',
  },
  slow: {
    name: 'Answers take longer than 2 seconds',
    kind: 'threshold',
    condition: { metric: 'latency', above: 2000, forSeconds: 600 },
    severity: 'info',
    enabled: false,
  },
  failing: {
    name: 'More than a quarter of the checks fail',
    kind: 'threshold',
    condition: { metric: 'errorRate', above: 25, forSeconds: 600 },
    severity: 'info',
    enabled: false,
  },
  certificate: {
    name: 'A certificate ends within 14 days',
    kind: 'threshold',
    condition: { metric: 'certificateDays', below: 14, forSeconds: 0 },
    severity: 'warning',
    // its service is degraded by then, which a rule tells of
    enabled: false,
  },
  disk: {
    name: 'A disk of ours is 90 % full',
    kind: 'threshold',
    condition: { metric: 'disk', above: 90, forSeconds: 300 },
    severity: 'warning',
  },
  'disk-full': {
    name: 'A disk of ours is 97 % full',
    kind: 'threshold',
    condition: { metric: 'disk', above: 97, forSeconds: 60 },
    severity: 'critical',
  },
  'disk-fills': {
    name: 'A disk of ours is full within 3 days',
    kind: 'threshold',
    condition: { metric: 'diskDaysLeft', below: 3, forSeconds: 3600 },
    severity: 'warning',
  },
  memory: {
    name: 'Memory is 95 % used for 10 minutes',
    kind: 'threshold',
    condition: { metric: 'memory', above: 95, forSeconds: 600 },
    severity: 'warning',
  },
  breaker: {
    name: 'A system outside is left alone for 5 minutes',
    kind: 'threshold',
    condition: { metric: 'openBreakers', above: 0, forSeconds: 300 },
    severity: 'warning',
  },
  'dead-letters': {
    name: 'Something was given up',
    kind: 'threshold',
    condition: { metric: 'deadLetters', above: 0, forSeconds: 0 },
    severity: 'warning',
  },
  'sign-ins': {
    name: 'More than 20 sign-ins failed within 10 minutes',
    kind: 'threshold',
    condition: { metric: 'failedSignIns', above: 20, forSeconds: 0 },
    severity: 'warning',
  },
  'plex-tokens': {
    name: 'A Plex token died',
    kind: 'threshold',
    condition: { metric: 'brokenTokens', above: 0, forSeconds: 0 },
    severity: 'warning',
  },
  security: {
    name: 'Somebody may be breaking in',
    kind: 'security',
    condition: { events: ['sign-in-burst', 'remember-reused'] },
    severity: 'warning',
  },
  rights: {
    name: 'Rights and second factors changed',
    kind: 'security',
    condition: { events: ['admin-made', 'two-factor-off', 'api-key-made'] },
    severity: 'info',
  },
}
