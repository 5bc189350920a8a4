import { z } from 'zod'
import type { ChannelKind } from '../../../../contracts/channels.ts'
import { type ChannelKindSpec, isSecretField, metaOf } from '../kind.ts'
import { apprise } from './apprise.ts'
import { discord } from './discord.ts'
import { email } from './email.ts'
import { gotify } from './gotify.ts'
import { matrix } from './matrix.ts'
import { ntfy } from './ntfy.ts'
import { pushover } from './pushover.ts'
import { slack } from './slack.ts'
import { telegram } from './telegram.ts'
import { webhook } from './webhook.ts'

/** Every kind of channel. One more is its name in the contract, a file beside this and a row here. */
export const KINDS: Readonly<Record<ChannelKind, ChannelKindSpec>> = {
  webhook,
  email,
  discord,
  slack,
  telegram,
  ntfy,
  gotify,
  pushover,
  matrix,
  apprise,
}

/** What a form needs to know of a kind's fields. */
export const describeFields = (kind: ChannelKind) =>
  Object.entries(KINDS[kind].schema.shape).map(([name, schema]) => {
    const { title, description, input, choices, required } = metaOf(schema)
    const preset = schema instanceof z.ZodDefault ? { default: schema.parse(undefined) } : {}
    return { name, title, description, input, choices, required, secret: isSecretField(schema), ...preset }
  })
