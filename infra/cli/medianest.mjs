#!/usr/bin/env node
// npx medianest …: the operator's commands, run by whatever Node the launcher finds.
import { fileURLToPath } from 'node:url'

const here = (name) => fileURLToPath(new URL(name, import.meta.url))
process.argv = [process.argv[0], here('../launch.mjs'), here('main.ts'), ...process.argv.slice(2)]
await import('../launch.mjs')
