import { z } from 'zod'

const text = z.string().nullish()

/** A code, as plex.tv gives it. `expiresIn` is in seconds. */
export const Pin = z.looseObject({
  id: z.union([z.number(), z.string()]).transform(String),
  code: z.string().min(1),
  expiresIn: z.coerce.number().positive().nullish().catch(null),
  expiresAt: text,
})

export const PinState = z.looseObject({ authToken: text })

export const PlexUser = z.looseObject({
  id: z.union([z.number(), z.string()]).transform(String),
  username: text,
  title: text,
  email: text,
})
export type PlexUser = z.output<typeof PlexUser>

const Connection = z.looseObject({
  protocol: text,
  address: text,
  port: z.coerce.number().nullish().catch(null),
  uri: text,
  local: z.boolean().nullish().catch(null),
  relay: z.boolean().nullish().catch(null),
  IPv6: z.boolean().nullish().catch(null),
})
export type Connection = z.output<typeof Connection>

export const Resource = z.looseObject({
  name: text,
  clientIdentifier: z.string(),
  /** `server,player`. */
  provides: text,
  productVersion: text,
  owned: z.boolean().nullish().catch(null),
  ownerId: z.union([z.number(), z.string()]).nullish(),
  accessToken: text,
  httpsRequired: z.boolean().nullish().catch(null),
  connections: z.array(Connection).nullish().catch(null),
})
export type Resource = z.output<typeof Resource>

export const Resources = z.array(Resource)

export const Nonce = z.looseObject({ nonce: z.string().min(1) })
export const Exchanged = z.looseObject({ auth_token: z.string().min(1) })

export const Identity = z.looseObject({ MediaContainer: z.looseObject({ machineIdentifier: z.string().min(1) }) })
