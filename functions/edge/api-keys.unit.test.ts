import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import type { BusClient } from '../../bus/gateway.ts'
import { ApiKeys } from './api-keys.ts'

const who = { correlationId: randomUUID(), address: undefined }
const guesses = { allow() {}, refused() {} }

it('remembers no answer that was on its way while a key ended', async () => {
  const keyId = randomUUID()
  const answer = { keyId, user: { id: randomUUID(), username: 'anna', role: 'admin' }, scopes: [], expiresAt: null }
  const waiting: ((value: unknown) => void)[] = []
  const ask = () => new Promise((resolve) => waiting.push(resolve))
  const keys = new ApiKeys({ ask } as unknown as BusClient)
  const first = keys.visitor('mn_key', who, guesses)
  keys.end(keyId)
  waiting[0]?.(answer)
  await first
  void keys.visitor('mn_key', who, guesses)
  expect(waiting).toHaveLength(2)
  waiting[1]?.(answer)
  await new Promise(setImmediate)
  await keys.visitor('mn_key', who, guesses)
  expect(waiting).toHaveLength(2)
})
