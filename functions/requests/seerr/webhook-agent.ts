import { z } from 'zod'
import type { Seerr } from './client.ts'
import { TEMPLATE } from './webhook-template.ts'

const PATH = '/settings/notifications/webhook'

const Agent = z.looseObject({
  enabled: z.boolean(),
  types: z.number().default(0),
  options: z.looseObject({ webhookUrl: z.string().default('') }),
})
export type Agent = z.output<typeof Agent>

/** The notifications that we understand, as Seerr counts them: one bit each. */
const PENDING = 2
const APPROVED = 4
const AVAILABLE = 8
const FAILED = 16
const DECLINED = 64
const AUTO_APPROVED = 128
const ISSUES = 256 | 512 | 1024 | 2048
const UNDERSTOOD = PENDING | APPROVED | AVAILABLE | FAILED | DECLINED | AUTO_APPROVED | ISSUES

const OURS = /\/hooks\/overseerr\/[\w-]+$/

/** Where it calls now, when that is somebody else: Seerr has room for one address. Null when it is free or ours. */
export function takenBy({ enabled, options }: Agent): string | null {
  const { webhookUrl } = options
  if (!enabled || webhookUrl === '' || OURS.test(webhookUrl)) return null
  return URL.canParse(webhookUrl) ? new URL(webhookUrl).host : 'another address'
}

/** The agent as it is to be: what an admin chose beside it stays, and all that we understand is sent. */
export const pointedAt = (agent: Agent, url: string): Agent => ({
  ...agent,
  enabled: true,
  types: agent.types | UNDERSTOOD,
  options: {
    ...agent.options,
    webhookUrl: url,
    // the secret is in the address; what was written here was meant for somebody else
    authHeader: '',
    // JSON whose value is the text of the template
    jsonPayload: JSON.stringify(TEMPLATE),
  },
})

export async function readAgent(seerr: Seerr, signal: AbortSignal): Promise<Agent> {
  const { data } = await seerr.call(PATH, { schema: Agent, trial: true, signal })
  return data
}

export async function saveAgent(seerr: Seerr, agent: Agent, signal: AbortSignal): Promise<void> {
  await seerr.call(PATH, { method: 'POST', body: agent, accept: 'none', trial: true, signal })
}

/** Has it send its test now; false when it could not deliver it. */
export async function testAgent(seerr: Seerr, agent: Agent, signal: AbortSignal): Promise<boolean> {
  const request = { method: 'POST', body: agent, accept: 'none', expect: [500], trial: true, signal } as const
  return (await seerr.call(`${PATH}/test`, request)).status !== 500
}
