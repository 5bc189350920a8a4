/** One message of a stream of server-sent events. */
export interface ServerSent {
  id: string | undefined
  name: string
  data: string
}

/** Reads `text/event-stream` (the parts of the standard that our own feed uses); ends when the stream does. */
export async function* readServerSent(body: AsyncIterable<Uint8Array>): AsyncGenerator<ServerSent> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of body) {
    const blocks = (rest + decoder.decode(chunk, { stream: true })).split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const message = parse(block)
      if (message) yield message
    }
  }
}

function parse(block: string): ServerSent | undefined {
  const fields = new Map<string, string[]>()
  for (const line of block.split('\n')) {
    const at = line.indexOf(':')
    if (at < 1) continue
    const name = line.slice(0, at)
    fields.set(name, [...(fields.get(name) ?? []), line.slice(at + 1).replace(/^ /, '')])
  }
  const data = fields.get('data')
  if (!data) return undefined
  return { id: fields.get('id')?.at(-1), name: fields.get('event')?.at(-1) ?? 'message', data: data.join('\n') }
}
