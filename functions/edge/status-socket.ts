import type { WSContext, WSEvents } from 'hono/ws'
import { z } from 'zod'
import type { Service, ServiceBoard } from '../../contracts/status.ts'
import { StatusChanged } from '../../contracts/status.ts'
import type { WatchedState } from '../../bus/gateway.ts'
import type { LiveHub } from './live-hub.ts'
import type { Visitor } from './visitor.ts'

const Changed = z.object({ data: StatusChanged.schema })

/** What integrators get: the board at first, then each change, as `service:status`. */
const message = (service: Pick<Service, 'id' | 'name' | 'status' | 'responseTimeMs' | 'error'>): string =>
  JSON.stringify({
    event: 'service:status',
    data: {
      id: service.id,
      service: service.name,
      status: service.status,
      responseTimeMs: service.responseTimeMs,
      error: service.error,
    },
  })

/** The `/ws/status` door over the hub. */
export function statusSocket(hub: LiveHub, board: WatchedState<typeof ServiceBoard>, visitor: Visitor): WSEvents {
  let leave = (): void => {}
  return {
    onOpen(_event, socket: WSContext) {
      for (const service of board.values.values()) socket.send(message(service))
      leave = hub.join({
        role: visitor.role,
        userId: visitor.userId,
        credentialId: visitor.credentialId,
        endsAt: visitor.endsAt,
        send(item) {
          if (item.name !== StatusChanged.type) return
          const { data } = Changed.parse(JSON.parse(item.json))
          socket.send(message({ ...data, id: data.monitorId }))
        },
        close: () => socket.close(4401, 'The session ended.'),
      })
    },
    onClose: () => leave(),
    onError: () => leave(),
  }
}
