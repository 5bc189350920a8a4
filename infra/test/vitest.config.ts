import path from 'node:path'
import { defineConfig } from 'vitest/config'

/** The kind of a test stands in its name. */
const root = path.resolve(import.meta.dirname, '../..')
const exclude = ['**/node_modules/**', '**/dist/**', 'data/**']
const globalSetup = path.resolve(import.meta.dirname, 'services.ts')

export default defineConfig({
  root,
  test: {
    pool: 'forks',
    // most of an integration test is waiting; on two cores the default would be one at a time
    maxWorkers: 2,
    projects: [
      { root, test: { name: 'unit', include: ['**/*.unit.test.ts'], exclude, testTimeout: 5000 } },
      {
        root,
        test: {
          name: 'int',
          include: ['**/*.int.test.ts'],
          exclude,
          globalSetup,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        root,
        test: {
          name: 'e2e',
          include: ['**/*.e2e.test.ts'],
          exclude,
          testTimeout: 180_000,
          hookTimeout: 120_000,
          // each drives a whole product: one after the other, or two cores tell of slowness that is not the product's
          fileParallelism: false,
        },
      },
    ],
  },
})
