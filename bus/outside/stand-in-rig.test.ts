import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect } from 'vitest'
import { OutsideError } from './error.ts'

export type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void

export interface StandIn {
  url: string
  seen: { method: string; path: string; body: string; headers: IncomingMessage['headers'] }[]
  answer: Answer
}

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

/** A system outside, on loopback, until the end of the test. */
export async function standIn(answer: Answer): Promise<StandIn> {
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => (body += chunk))
    request.on('end', () => {
      it.seen.push({ method: request.method ?? '', path: request.url ?? '', body, headers: request.headers })
      it.answer(request, response, body)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(() => (server.closeAllConnections(), server.close()))
  const it: StandIn = { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen: [], answer }
  return it
}

export const json =
  (value: unknown, status = 200, headers: Record<string, string> = {}): Answer =>
  (_, response) =>
    void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value))
export const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (_, response) =>
    void response.writeHead(code, headers).end('said so')

export const failing = async (call: Promise<unknown>): Promise<OutsideError> => {
  const error = await call.then(
    () => new Error('it went well'),
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(OutsideError)
  return error as OutsideError
}
