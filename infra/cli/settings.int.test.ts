import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AnnouncedPortal, startAnnouncedPortal } from './announced-portal.ts'
import { runCli } from './cli-process.ts'

const KEY = 'c0ffee5ec3e7c0ffee5ec3e7c0ffee5e'

let at: AnnouncedPortal
let folder: string

beforeAll(async () => {
  at = await startAnnouncedPortal()
  folder = await mkdtemp(path.join(tmpdir(), 'medianest-settings-'))
})
afterAll(async () => {
  await at.stop()
  await rm(folder, { recursive: true, force: true })
})

const settings = (args: string[], env: Record<string, string> = {}) =>
  runCli(['settings', ...args, '--data-dir', at.dataDir], env)
const place = (name: string): string => path.join(folder, name)

async function fileOf(text: string): Promise<string> {
  await writeFile(place('settings.yaml'), text)
  return place('settings.yaml')
}

test('export, plan and apply are one round', async () => {
  const file = place('exported.yaml')
  const exported = await settings(['export', file])
  expect(exported).toMatchObject({ code: 0, stdout: '', stderr: `Written to ${file}.\n` })
  const text = await readFile(file, 'utf8')
  expect(text).toContain('writesPerMinute: 100')
  expect(await settings(['export'])).toMatchObject({ code: 0, stdout: text })
  expect(await settings(['export', file])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('is there already'),
  })
  expect(await settings(['export', file, '--yes'])).toMatchObject({ code: 0 })
  expect(await settings(['plan', file])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Nothing to change'),
  })

  await writeFile(
    file,
    `${text.replace('writesPerMinute: 100', 'writesPerMinute: 250')}
services:
  sonarr: { url: http://nas:8989, apiKey: { env: SONARR_KEY } }
  nzbget: { url: http://nas:6789, username: me, password: { file: nzbget.secret } }
`,
  )
  await writeFile(place('nzbget.secret'), `${KEY}\n`)
  const env = { SONARR_KEY: KEY }
  const plan = await settings(['plan', file], env)
  expect(plan.code).toBe(0)
  expect(plan.stdout).toMatch(/^SETTING +NOW +THEN\n/)
  expect(plan.stdout).toMatch(/limits\.writesPerMinute +100 +250\n/)
  expect(plan.stdout).toMatch(/services\.sonarr\.apiKey +changed +changed\n/)
  const applied = await settings(['apply', file], env)
  expect(applied).toMatchObject({ code: 0, stdout: `${plan.stdout}Done: 8 changes.\n` })
  expect(await settings(['apply', file], env)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Nothing to change'),
  })
  const after = await settings(['export', '--json'])
  expect(JSON.parse(after.stdout)).toMatchObject({
    settings: { limits: { writesPerMinute: 250 } },
    services: { sonarr: { url: 'http://nas:8989', enabled: true }, nzbget: { url: 'http://nas:6789' } },
  })
  for (const { stdout, stderr } of [plan, applied, after]) expect(stdout + stderr).not.toContain(KEY)
  const back = await settings(['apply', place('missing.yaml')])
  expect(back).toMatchObject({ code: 1, stderr: expect.stringContaining('there is no such file') })
}, 90_000)

test('what is wrong is said with its place, and nothing is changed', async () => {
  const before = (await settings(['export', '--json'])).stdout
  const wrong: [string, RegExp][] = [
    ['settings: { auth: { sessionHours: 0 }, limits: { readsPerMinute: 500 } }', /settings\.auth\.sessionHours: /],
    ['settings: { limit: {} }', /settings\.limit: /],
    ['services: { sonar: { url: http://nas } }', /services\.sonar: No service goes by this name/],
    [
      'services: { radarr: { url: http://nas, apiKey: { env: NOT_SET } } }',
      /services\.radarr\.apiKey names the variable NOT_SET/,
    ],
    ['settings: {', /is no valid YAML/],
  ]
  for (const [text, message] of wrong) {
    const ran = await settings(['apply', await fileOf(text)])
    expect(ran).toMatchObject({ code: 1, stdout: '' })
    expect(ran.stderr).toMatch(message)
  }
  expect((await settings(['export', '--json'])).stdout).toBe(before)
}, 90_000)

test.each([
  [[], /export\|plan\|apply \[FILE\] is missing/],
  [['show'], /"show" is none of export, plan and apply/],
  [['plan', 'a', 'b'], /"b" is one word too many/],
])('%j is wrong usage', async (args, message) => {
  const ran = await settings(args)
  expect(ran.code).toBe(2)
  expect(ran.stderr).toMatch(message)
})
