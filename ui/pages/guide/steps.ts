import type { ServiceConnection } from '../../../contracts/services.ts'
import type { Webhook } from '../../../contracts/webhooks.ts'
import { STEPS, type GuideNotes, type StepName } from '../../state/guide.ts'

export interface House {
  services: readonly ServiceConnection[]
  webhooks: readonly Webhook[]
}

export type StepState = 'done' | 'open' | 'later'

export const isConnected = (services: readonly ServiceConnection[], name: ServiceConnection['name']): boolean =>
  services.some((service) => service.name === name && service.url !== null)

/** How each step stands: what the house itself tells counts, not what was clicked. */
export function stepsOf({ services, webhooks }: House, { later, sawBoard }: GuideNotes): Record<StepName, StepState> {
  const done: Record<StepName, boolean> = {
    // whoever sees the guide has a password of their own
    password: true,
    plex: isConnected(services, 'plex'),
    seerr: isConnected(services, 'overseerr'),
    webhooks: webhooks.some(({ source, lastReceivedAt }) => source === 'overseerr' && lastReceivedAt !== null),
    board: sawBoard,
  }
  return Object.fromEntries(
    STEPS.map((step) => [step, done[step] ? 'done' : later.includes(step) ? 'later' : 'open']),
  ) as Record<StepName, StepState>
}

/** The step that is next; undefined when each is done or left for later. */
export const nextOf = (states: Record<StepName, StepState>): StepName | undefined =>
  STEPS.find((step) => states[step] === 'open')
