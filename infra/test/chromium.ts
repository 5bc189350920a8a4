import { existsSync } from 'node:fs'
import { findCommand } from '../embedded/command.ts'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const MAC = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** The browser that the tests drive: CHROMIUM_BIN, or one that the system has. Undefined when there is none. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | undefined {
  if (env.CHROMIUM_BIN) return env.CHROMIUM_BIN
  return NAMES.map((name) => findCommand(name, env)).find(Boolean) ?? MAC.find((file) => existsSync(file))
}
