import { createSocket } from 'node:dgram'
import { once } from 'node:events'

const A = 1
const TXT = 16

/** A name server on 127.0.0.1 that knows a few A and TXT records, and nothing of all other names. */
export async function startNameServer(
  records: Readonly<Record<string, { a?: string[]; txt?: string }>>,
): Promise<{ place: string; stop(): Promise<void> }> {
  const socket = createSocket('udp4')
  socket.on('message', (question, from) => {
    const { name, end } = readName(question)
    const type = question.readUInt16BE(end)
    const known = records[name]
    const data = !known
      ? []
      : type === A
        ? (known.a ?? []).map((address) => Buffer.from(address.split('.').map(Number)))
        : type === TXT && known.txt !== undefined
          ? [Buffer.concat([Buffer.from([known.txt.length]), Buffer.from(known.txt)])]
          : []
    const header = Buffer.alloc(12)
    question.copy(header, 0, 0, 2)
    // an authoritative answer; 3 is: there is no such name
    header.writeUInt16BE(known ? 0x85_80 : 0x85_83, 2)
    header.writeUInt16BE(1, 4)
    header.writeUInt16BE(data.length, 6)
    const answers = data.map((value) => {
      const answer = Buffer.alloc(12)
      // the name is that of the question
      answer.writeUInt16BE(0xc0_0c, 0)
      answer.writeUInt16BE(type, 2)
      answer.writeUInt16BE(1, 4)
      answer.writeUInt16BE(value.length, 10)
      return Buffer.concat([answer, value])
    })
    socket.send(Buffer.concat([header, question.subarray(12, end + 4), ...answers]), from.port, from.address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return {
    place: `127.0.0.1:${socket.address().port}`,
    async stop() {
      socket.close()
      await once(socket, 'close')
    },
  }
}

function readName(question: Buffer): { name: string; end: number } {
  const labels: string[] = []
  let at = 12
  for (let length = question[at] ?? 0; length > 0; length = question[at] ?? 0) {
    labels.push(question.toString('latin1', at + 1, at + 1 + length).toLowerCase())
    at += 1 + length
  }
  return { name: labels.join('.'), end: at + 1 }
}
