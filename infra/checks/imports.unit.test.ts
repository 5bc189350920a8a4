import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { allBreaches, breachesOf, importsOf } from './imports.ts'

test('the house keeps its import rule', () => {
  expect(allBreaches(path.resolve(import.meta.dirname, '../..'))).toEqual([])
})

describe('the rule', () => {
  test.each([
    ['contracts/status.ts', "import { Kysely } from 'kysely'"],
    ['contracts/status.ts', "import { x } from '../bus/define.ts'"],
    ['bus/outbox.ts', "import { connect } from '@nats-io/transport-node'"],
    ['bus/outbox.ts', "import type { Config } from '../infra/config.ts'"],
    ['functions/status/check.ts', "import { hash } from '../auth/hash.ts'"],
    ['functions/status/check.ts', "export * from '../auth/hash.ts'"],
    ['functions/status/check.ts', "const x = await import('../auth/hash.ts')"],
    ['ui/board.ts', "import '../bus/define.ts'"],
    ['functions/status/check.int.test.ts', "import { startPortal } from '../../infra/portal.ts'"],
  ])('forbids %s: %s', (file, text) => {
    expect(breachesOf(file, text)).toHaveLength(1)
  })

  test.each([
    ['contracts/status.ts', "import { z } from 'zod'\nimport { id } from './id.ts'"],
    ['bus/nats/connect.ts', "import { connect } from '@nats-io/transport-node'"],
    ['functions/status/check.ts', "import { due } from './decide.ts'\nimport { X } from '../../contracts/status.ts'"],
    ['functions/status/check.int.test.ts', "import { until } from '../../infra/test/fresh.ts'"],
    ['functions/auth/plex.int.test.ts', "import { startPlexTv } from '../../infra/stand-ins/plex-tv.ts'"],
    ['infra/portal.ts', "import check from '../functions/status/check.ts'"],
    ['ui/board.ts', "// import '../bus/define.ts'\n/* import '../bus/define.ts' */"],
  ])('allows %s: %s', (file, text) => {
    expect(breachesOf(file, text)).toEqual([])
  })
})

test('imports over several lines are seen', () => {
  expect(importsOf("import {\n  one,\n  two,\n} from './numbers.ts'\nimport type { T } from 'x'")).toEqual([
    './numbers.ts',
    'x',
  ])
})
