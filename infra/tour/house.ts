import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { findChromium } from '../test/chromium.ts'
import { killAll, type PortalProcess, startPortalProcess } from '../test/portal-process.ts'

/** A whole product with a browser in front, as a newcomer has it. */
export interface House {
  portal: PortalProcess & { url: string }
  dataDir: string
  browser: Browser
  /** From the terminal of the first start. */
  oneTimePassword: string
  stop(): Promise<void>
}

/** `env` is what the portal is started with besides. */
export async function startHouse(env: Record<string, string> = {}): Promise<House> {
  const executablePath = findChromium()
  if (!executablePath) throw new Error('No Chromium was found; npm test says how to install one.')
  const dataDir = await mkdtemp(path.join(tmpdir(), 'medianest-tour-'))
  const portal = await startPortalProcess({ dataDir, env })
  const browser = await chromium.launch({ executablePath, args: ['--disable-background-networking', '--disable-quic'] })
  return {
    portal,
    dataDir,
    browser,
    oneTimePassword: /One-time password (\S+)/.exec(portal.output())?.[1] ?? '',
    async stop() {
      await browser.close()
      const seen = portal.all()
      portal.child.kill('SIGTERM')
      await portal.ended
      killAll(seen)
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** Something to watch: answers 200 until it is stopped, and can come back on the same port. */
export class LittleService {
  #server: Server | null = null
  #port = 0

  get address(): string {
    return `http://127.0.0.1:${this.#port}/ping`
  }

  async start(): Promise<void> {
    const server = createServer((_request, response) => response.end('OK'))
    await new Promise<void>((listening) => server.listen(this.#port, '127.0.0.1', listening))
    this.#port = (server.address() as AddressInfo).port
    this.#server = server
  }

  async stop(): Promise<void> {
    const server = this.#server
    this.#server = null
    server?.closeAllConnections()
    await new Promise<void>((closed) => (server ? server.close(() => closed()) : closed()))
  }
}

/** What the page complained about: errors in its console, and requests that the CSP refused. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() !== 'error') return
    // a 401 before signing in is an answer, not a fault; so is that no Plex is connected, or none is this person's
    const noPlex =
      /status of 409/.test(message.text()) && new URL(message.location().url).pathname.startsWith('/api/plex/')
    if (!/status of 401/.test(message.text()) && !noPlex) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  return complaints
}
