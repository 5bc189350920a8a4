import { z } from 'zod'
import type { Probe } from './probe.ts'

export const JellyfinInfo = z.looseObject({ ProductName: z.string(), Version: z.string().optional() })

/** The old ways of sending a key end with version 12, so the key goes as this header. */
export const jellyfin: Probe = async (ask, { apiKey }) => {
  const { data: open } = await ask('/System/Info/Public', { schema: JellyfinInfo })
  await ask('/System/Info', { headers: { authorization: `MediaBrowser Token="${apiKey}"` }, schema: JellyfinInfo })
  return { product: open?.ProductName.replace(/ Server$/, ''), version: open?.Version }
}
