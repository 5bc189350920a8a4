import { GenericContainer, Wait } from 'testcontainers'
import type { StartedTestContainer } from 'testcontainers'

const PASSWORD = 'medianest-test'

/** TEST_SERVICES=containers: the official images, on whatever engine testcontainers finds. */
export async function database(): Promise<{ url: string; stop(): Promise<unknown> }> {
  const container = await started(
    'postgres:17-alpine',
    new GenericContainer('postgres:17-alpine')
      .withEnvironment({ POSTGRES_PASSWORD: PASSWORD })
      .withExposedPorts(5432)
      .withCommand(['-c', 'fsync=off', '-c', 'max_connections=200'])
      // the image starts it twice: once to prepare, once to serve
      .withWaitStrategy(Wait.forLogMessage(/ready to accept connections/, 2)),
  )
  const url = `postgres://postgres:${PASSWORD}@${container.getHost()}:${container.getMappedPort(5432)}/postgres`
  return { url, stop: () => container.stop() }
}

export async function nats(): Promise<{ url: string; stop(): Promise<unknown> }> {
  const container = await started(
    'nats:2.10-alpine',
    new GenericContainer('nats:2.10-alpine')
      .withExposedPorts(4222)
      .withCommand(['-js', '--store_dir', '/tmp/nats'])
      .withWaitStrategy(Wait.forLogMessage(/Server is ready/)),
  )
  return { url: `nats://${container.getHost()}:${container.getMappedPort(4222)}`, stop: () => container.stop() }
}

async function started(image: string, container: GenericContainer): Promise<StartedTestContainer> {
  try {
    return await container.start()
  } catch (error) {
    throw new Error(
      `TEST_SERVICES=containers: ${image} could not be started (${(error as Error).message}). Is a container engine running here?`,
      { cause: error },
    )
  }
}
