import { createHash, randomBytes } from 'node:crypto'

/** 256 random bits, to be handed out once and stored as a hash. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** What a token is stored and found by. A plain hash is enough for what is random and long. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex')
