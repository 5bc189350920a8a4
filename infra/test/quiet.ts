import { pino } from 'pino'

/** Seals whatever tests seal. */
export const testKey = Buffer.alloc(32, 7)

/** The log of tests: TEST_LOG_LEVEL makes it speak. */
export const quiet = pino({ level: process.env['TEST_LOG_LEVEL'] ?? 'silent' })
