import { appendFileSync } from 'node:fs'

// Loaded into a portal of the bench (`node --expose-gc --import`): at SIGUSR2 it notes what its heap holds after a collection.
const file = process.env.BENCH_HEAP_FILE
if (file && globalThis.gc) {
  process.on('SIGUSR2', () => {
    globalThis.gc()
    appendFileSync(file, `${process.memoryUsage().heapUsed}\n`)
  })
}
