import { spawn } from 'node:child_process'
import path from 'node:path'
import { createServer } from 'vite'
import { readConfig } from './config.ts'
import { untilAskedToEnd } from './signals.ts'

// npm run dev: the portal starts again when one of its files changes, and the page changes under the reader's eyes.
// The page's server passes everything that is not the page on to the portal.
const ROOT = path.resolve(import.meta.dirname, '..')
const config = readConfig(process.env)
const portal = `http://127.0.0.1:${config.port}`

const watched = ['--watch', '--watch-preserve-output', path.join(ROOT, 'infra', 'launch.mjs'), 'infra/main.ts']
const child = spawn(process.execPath, watched, {
  cwd: ROOT,
  stdio: 'inherit',
  env: {
    ...process.env,
    LOG_LEVEL: process.env.LOG_LEVEL || 'info',
    MEDIANEST_PAGE: 'elsewhere',
    MEDIANEST_LAUNCHER: String(process.pid),
  },
})
const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))

const page = await createServer({
  configFile: path.join(ROOT, 'ui', 'vite.config.ts'),
  server: {
    port: config.port + 1,
    proxy: { '^/(api|hooks)/': { target: portal }, '/ws/': { target: portal, ws: true } },
  },
})
await page.listen()
// Vite would end this process without waiting for the portal
process.removeAllListeners('SIGTERM')
const asked = untilAskedToEnd()
process.stdout.write(`\n  The page, changing as you write: ${page.resolvedUrls?.local[0] ?? ''}\n`)

await Promise.race([asked, gone])
child.kill('SIGTERM')
await Promise.all([gone, page.close()])
process.exit(0)
