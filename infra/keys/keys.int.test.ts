import { randomBytes } from 'node:crypto'
import { readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { stateStore } from '../../bus/nats/state.ts'
import { keyId, Sealer } from '../../bus/seal.ts'
import { runCli, startCli } from '../cli/cli-process.ts'
import { encryptionKey } from '../encryption-key.ts'
import { until } from '../test/fresh.ts'
import { quiet } from '../test/quiet.ts'
import { openKeys } from './open-keys.ts'
import { WrongHouseKey } from './ring.ts'
import { startVault, type Vault, VaultState } from './vault-rig.test.ts'

let vault: Vault
beforeEach(async () => {
  vault = await startVault()
})
afterEach(() => vault.stop())

const keyOf = (sealed: string): string => sealed.split('.')[1]!
const currentKey = (sealer: Sealer): string => keyOf(sealer.seal('x'))
const rotateKey = (env: Record<string, string> = {}, ...more: string[]) =>
  runCli(['rotate-key', '--json', '--data-dir', vault.dataDir, ...more], env)

async function keep(id: string, sealed: string, document: unknown = null, note: unknown = null): Promise<void> {
  const values = [id, sealed, JSON.stringify(document), JSON.stringify(note)]
  await vault.db.query('insert into vault.secret values ($1, $2, $3, $4)', values)
}

async function rowsUnder(id: string): Promise<number> {
  const { rows } = await vault.db.query<{ count: number }>(
    `select count(*)::int as count from vault.secret s where s::text like '%1.' || $1 || '.%'`,
    [id],
  )
  return rows[0]!.count
}

describe('the ring', () => {
  it('is made once, however many processes start at once, and seals with no house key', async () => {
    const all = await Promise.all(Array.from({ length: 5 }, () => vault.open()))
    const house = keyId(await encryptionKey(vault.dataDir))
    expect(new Set(all.map(({ sealer }) => currentKey(sealer))).size).toBe(1)
    expect(new Set(all.map(({ sealer }) => sealer.keyFor('session').toString('hex'))).size).toBe(1)
    expect(currentKey(all[0]!.sealer)).not.toBe(house)
    expect(all[4]!.sealer.open(all[0]!.sealer.seal('secret'))).toBe('secret')
  })

  it('refuses another house key', async () => {
    await vault.open()
    await expect(vault.open(randomBytes(32))).rejects.toThrow(WrongHouseKey)
  })

  it('opens what the house key sealed before there was a ring, and refuses another one there too', async () => {
    const houseKey = await encryptionKey(vault.dataDir)
    const sealed = new Sealer([houseKey]).seal('from before')
    await keep('old', 'plain', { deep: [{ $sealed: sealed }] })
    await expect(vault.open(randomBytes(32))).rejects.toThrow(WrongHouseKey)
    const { sealer } = await vault.open(houseKey)
    expect(sealer.open(sealed)).toBe('from before')
    expect(await rotateKey()).toMatchObject({ code: 0, stderr: expect.any(String) })
    expect(await rowsUnder(keyId(houseKey))).toBe(0)
    expect(sealer.open(sealed)).toBe('from before')
  })
})

describe('a process of the edge', () => {
  it('takes the ring from the others, without a database', async () => {
    const { sealer } = await vault.open()
    const houseKey = await encryptionKey(vault.dataDir)
    const { link } = vault
    const databaseUrl = 'postgres://127.0.0.1:1/none'
    const edge = await openKeys({ databaseUrl, link, houseKey, ownsRows: false, log: quiet })
    expect(edge.sealer.keyFor('session')).toEqual(sealer.keyFor('session'))
    expect(edge.sealer.open(sealer.seal('secret'))).toBe('secret')
    await edge.stop()
  })
})

describe('a database that was put back', () => {
  it('says which key seals, and what was sealed since still opens', async () => {
    const { sealer } = await vault.open()
    const before = currentKey(sealer)
    const { keyId: newer } = JSON.parse((await rotateKey()).stdout) as { keyId: string }
    await until(() => currentKey(sealer) === newer, { timeoutMs: 1000 })
    const since = sealer.seal('sealed since')
    await vault.db.query('delete from medianest.data_key where current')
    await vault.db.query('update medianest.data_key set current = true, retired_at = null where id = $1', [before])
    await vault.db.query('update medianest.ring set version = 1')
    const later = await vault.open()
    expect([currentKey(later.sealer), later.sealer.open(since)]).toEqual([before, 'sealed since'])
    await until(() => currentKey(sealer) === before, { timeoutMs: 1000 })
  })
})

describe('a rotation', () => {
  it('has every process seal by the new key, and every row and state sealed by it', async () => {
    const [one, other] = [await vault.open(), await vault.open()]
    const before = currentKey(one.sealer)
    const [session, digest] = [one.sealer.keyFor('session'), one.sealer.digest('body')]
    const foreign = new Sealer([randomBytes(32)]).seal('a person’s own')
    await keep('a', one.sealer.seal('one'), { inside: one.sealer.seal('two'), foreign }, [one.sealer.seal('three')])
    const states = stateStore(vault.link, VaultState)
    await states.put('key', { token: one.sealer.seal('four') })
    const kept = one.sealer.seal('in a stream')

    const ran = await rotateKey()
    expect(ran).toMatchObject({ code: 0 })
    const report = JSON.parse(ran.stdout) as { keyId: string }
    expect(report).toMatchObject({ resumed: false, houseKeyChanged: true, rows: 3, states: 1 })
    expect(report.keyId).not.toBe(before)

    await until(() => [one, other].every(({ sealer }) => currentKey(sealer) === report.keyId), { timeoutMs: 1000 })
    expect(await rowsUnder(before)).toBe(0)
    const { rows } = await vault.db.query<{
      sealed: string
      document: { inside: string; foreign: string }
      note: [string]
    }>('select * from vault.secret')
    const [row] = rows
    expect([row!.sealed, row!.document.inside, row!.note[0]].map((v) => other.sealer.open(v))).toEqual([
      'one',
      'two',
      'three',
    ])
    expect(row!.document.foreign).toBe(foreign)
    const token = (await states.get('key'))!.token
    expect([keyOf(token), other.sealer.open(token)]).toEqual([report.keyId, 'four'])
    // what streams hold is not touched: the old key stays for it, in processes that start later too
    const later = await vault.open()
    expect(later.sealer.open(kept)).toBe('in a stream')
    for (const { sealer } of [one, later])
      expect([sealer.keyFor('session'), sealer.digest('body')]).toEqual([session, digest])
  })

  it('replaces the house key of the data folder, readable by its owner alone, and again without a start between', async () => {
    const file = path.join(vault.dataDir, 'secret.key')
    const { sealer } = await vault.open()
    const keys = [await readFile(file, 'utf8')]
    const first = await encryptionKey(vault.dataDir)
    for (const _ of [1, 2]) {
      const { keyId: made } = JSON.parse((await rotateKey()).stdout) as { keyId: string }
      await until(() => currentKey(sealer) === made, { timeoutMs: 1000 })
      keys.push(await readFile(file, 'utf8'))
    }
    expect(new Set(keys).size).toBe(3)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    const later = await vault.open()
    expect(currentKey(later.sealer)).toBe(currentKey(sealer))
    later.settle()
    await until(() =>
      vault.open(first).then(
        () => false,
        (error: unknown) => error instanceof WrongHouseKey,
      ),
    )
  })

  it('re-wraps under another ENCRYPTION_KEY; both open until a start with the new one', async () => {
    const [old, fresh] = [randomBytes(32).toString('hex'), randomBytes(32).toString('hex')]
    const [oldKey, freshKey] = [Buffer.from(old, 'hex'), Buffer.from(fresh, 'hex')]
    const file = path.join(vault.dataDir, 'new.key')
    await writeFile(file, `${fresh}\n`)
    await vault.open(oldKey)
    const ran = await runCli(['rotate-key', '--data-dir', vault.dataDir, '--new-key-file', file], {
      ENCRYPTION_KEY: old,
    })
    expect(ran).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`start the portal (each of its processes) with the key in ${file}`),
    })
    expect(ran.stdout + ran.stderr).not.toContain(fresh)
    await vault.open(oldKey)
    // with the old one it could not wrap a key for who has the new one
    expect(await rotateKey({ ENCRYPTION_KEY: old })).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^A newer house key was made on /),
    })
    const started = await vault.open(freshKey)
    started.settle()
    await started.stop()
    await expect(vault.open(oldKey)).rejects.toThrow(WrongHouseKey)
    expect(await rotateKey({ ENCRYPTION_KEY: fresh })).toMatchObject({ code: 0 })
    expect(await rotateKey({ ENCRYPTION_KEY: old })).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^This is not the house key of the database/),
    })
  })

  it('loses nothing that two processes write meanwhile', async () => {
    const writers = [await vault.writer('one'), await vault.writer('two')]
    const { sealer } = await vault.open()
    const before = currentKey(sealer)
    const ran = await rotateKey()
    expect(ran).toMatchObject({ code: 0 })
    const wrote = Object.assign({}, ...(await Promise.all(writers.map((writer) => writer.stop())))) as object
    const { rows } = await vault.db.query<{ id: string; sealed: string }>('select id, sealed from vault.secret')
    expect(Object.fromEntries(rows.map((row) => [row.id, sealer.open(row.sealed)]))).toEqual(wrote)
    expect(rows.length).toBe(100)
    expect(await rowsUnder(before)).toBe(0)
  })

  it('goes on where it was killed', async () => {
    const { sealer } = await vault.open()
    const before = currentKey(sealer)
    const house = keyId(await encryptionKey(vault.dataDir))
    const values = Array.from({ length: 5000 }, (_, n) => [`${n}`, sealer.seal(`secret ${n}`)])
    await vault.db.query('insert into vault.secret (id, sealed) select * from unnest($1::text[], $2::text[])', [
      values.map(([id]) => id),
      values.map(([, sealed]) => sealed),
    ])
    const first = startCli(['rotate-key', '--data-dir', vault.dataDir])
    await until(() => /rows sealed anew/.test(first.stderr()), { timeoutMs: 20_000, everyMs: 5 })
    first.child.kill('SIGKILL')
    await first.ended
    const left = await rowsUnder(before)
    expect(left).toBeGreaterThan(0)
    expect(left).toBeLessThan(5000)
    const middle = currentKey(sealer)
    expect(middle).not.toBe(before)

    const second = await rotateKey()
    expect(second).toMatchObject({ code: 0, stderr: expect.not.stringContaining('failed') })
    expect(JSON.parse(second.stdout)).toMatchObject({ resumed: true, keyId: middle, rows: expect.any(Number) })
    expect(await rowsUnder(before)).toBe(0)
    expect(keyId(await encryptionKey(vault.dataDir))).not.toBe(house)
    const { rows } = await vault.db.query<{ id: string; sealed: string }>('select id, sealed from vault.secret')
    expect(rows.every((row) => sealer.open(row.sealed) === `secret ${row.id}`)).toBe(true)
  }, 60_000)
})
