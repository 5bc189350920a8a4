import type { NatsLink } from './connect.ts'
import type { Running } from './consumer.ts'

/** Sends a droppable signal; `topic` is without namespace. Nothing happens while disconnected. */
export function sendLive(link: NatsLink, topic: string, data: unknown): void {
  if (!link.nc.isClosed()) link.nc.publish(`${link.namespace}.${topic}`, JSON.stringify(data))
}

/** Hears every signal under a pattern. */
export function listenLive(link: NatsLink, pattern: string, hear: (topic: string, data: unknown) => void): Running {
  const subscription = link.nc.subscribe(`${link.namespace}.${pattern}`)
  const skip = link.namespace.length + 1
  const loop = (async () => {
    for await (const message of subscription) {
      try {
        hear(message.subject.slice(skip), message.json())
      } catch (error) {
        link.log.warn({ err: error, subject: message.subject }, 'A live signal could not be read.')
      }
    }
  })()
  return {
    async stop() {
      subscription.unsubscribe()
      await loop
    },
  }
}
