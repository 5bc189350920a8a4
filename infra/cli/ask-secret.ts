import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'

/** Asks on the terminal for what must not be seen; empty when nothing was typed. */
export async function askSecret(question: string): Promise<string> {
  process.stderr.write(question)
  // readline echoes what it reads into its output
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true })
  try {
    return await terminal.question('')
  } catch {
    return ''
  } finally {
    terminal.close()
    process.stderr.write('\n')
  }
}
