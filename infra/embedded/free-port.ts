import { createServer } from 'node:net'

/** `count` different free ports of 127.0.0.1. They are free at this moment only: who uses one has to try again. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<{ port: number; close: () => Promise<void> }>((resolve, reject) => {
          const server = createServer()
          server.once('error', reject)
          server.listen(0, '127.0.0.1', () => {
            const address = server.address()
            const port = typeof address === 'object' && address !== null ? address.port : 0
            resolve({ port, close: () => new Promise((done) => server.close(() => done())) })
          })
        }),
    ),
  )
  await Promise.all(servers.map((server) => server.close()))
  return servers.map((server) => server.port)
}

/** A free port of 127.0.0.1. */
export async function freePort(): Promise<number> {
  const [port] = await freePorts(1)
  return port!
}
