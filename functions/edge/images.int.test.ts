import { afterAll, beforeAll, expect, test } from 'vitest'
import { type SeerrStandIn, startSeerr } from '../../infra/stand-ins/services.ts'
import { png, tinyPng } from '../../infra/stand-ins/services/seerr/pictures.ts'
import { startTestPortal, TestBrowser, type TestPortal } from '../../infra/test/test-portal.ts'

let portal: TestPortal
let browser: TestBrowser
const seerrs: SeerrStandIn[] = []
const asked: string[] = []

/** What Seerr has under each name; anything else is a small picture. */
const ODD: Record<string, () => { bytes: Uint8Array<ArrayBuffer>; contentType: string } | undefined> = {
  '/drawn.png': () => ({ bytes: new TextEncoder().encode('<svg onload="alert(1)"/>'), contentType: 'image/png' }),
  '/page.jpg': () => ({ bytes: new TextEncoder().encode('<html>no</html>'), contentType: 'image/jpeg' }),
  '/gone.jpg': () => undefined,
}
const picture = (path: string, width: number) => {
  asked.push(`${path} ${width}`)
  if (path === '/noisy.png' && width > 342) return { bytes: large(), contentType: 'image/png' }
  return ODD[path] ? ODD[path]() : tinyPng(path, width)
}
/** A picture that no message holds. */
const large = () => {
  const bytes = new Uint8Array(1_500_000)
  bytes.set(png(2, 3, [1, 2, 3]))
  return bytes
}

async function connect(kind: 'seerr' | 'overseerr'): Promise<void> {
  const seerr = await startSeerr(kind, { picture })
  seerrs.push(seerr)
  const body = { url: seerr.url, apiKey: seerr.key }
  expect((await browser.call('PUT', '/api/admin/services/overseerr', body)).status).toBe(200)
}

beforeAll(async () => {
  portal = await startTestPortal()
  browser = await new TestBrowser(portal.url).signInAsAdmin()
  await connect('seerr')
})
afterAll(async () => {
  await portal.stop()
  await Promise.all(seerrs.map((one) => one.stop()))
})

const get = (id: string, size?: string, headers = {}) =>
  fetch(`${portal.url}/api/media/images/${id}${size === undefined ? '' : `?size=${size}`}`, {
    headers: { cookie: browser.cookie, ...headers },
  })

test('a poster comes once from Seerr, is kept, and is known by its tag', async () => {
  asked.splice(0)
  const answers = await Promise.all(Array.from({ length: 20 }, () => get('t-abc_png', '342')))
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
  expect(asked).toEqual(['/abc.png 342'])
  const [first] = answers
  expect(Object.fromEntries(first!.headers)).toMatchObject({
    'content-type': 'image/png',
    'cache-control': 'private, max-age=31536000, immutable',
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
  })
  const etag = first!.headers.get('etag')!
  expect(etag).toMatch(/^"[\w-]{22}"$/)
  const again = await get('t-abc_png', '342', { 'if-none-match': `"other", ${etag}` })
  expect([again.status, again.headers.get('etag'), await again.text()]).toEqual([304, etag, ''])
  expect((await get('t-abc_png', '342', { 'if-none-match': `W/${etag}` })).status).toBe(304)
  expect((await get('t-abc_png', '342', { 'if-none-match': '"other"' })).status).toBe(200)
  expect(asked).toHaveLength(1)
  expect((await fetch(`${portal.url}/api/media/images/t-abc_png`)).status).toBe(401)
})

test('nothing but an id of ours is a picture, and nothing but a picture is one', async () => {
  asked.splice(0)
  const bad = [
    'https://example.test/a.png',
    encodeURIComponent('https://example.test/a.png'),
    'http:%2f%2f127.0.0.1%2fsecret',
    '..%2f..%2fetc%2fpasswd',
    't-..%2f..%2fapi%2fv1%2fuser_jpg',
    't-a%2fb_jpg',
    't-a%252fb_jpg',
    't-a.b_jpg',
    't-abc_svg',
    't-abc%00_jpg',
    'x-abc_jpg',
    'abc',
    't-',
    `t-${'a'.repeat(10_000)}_jpg`,
    '%e2%80%ae',
  ]
  for (const id of bad) expect((await get(id)).status, id.slice(0, 60)).toBe(404)
  expect(asked).toEqual([])
  for (const size of ['1', '0342', '342px', '99999', '../342', '-1', 'original'])
    expect((await get('t-abc_png', size)).status, size).toBe(400)
  const { error } = (await (await get('t-abc_png', '1')).json()) as { error: { message: string } }
  expect(error.message).toMatch(/^size: /)
  for (const id of ['t-drawn_png', 't-page_jpg', 't-gone_jpg']) expect((await get(id)).status, id).toBe(404)
})

test('a search says what of it is wrong', async () => {
  for (const page of ['0', '-1', 'second', '1.5', '501', '1e9']) {
    const { status, json } = await browser.call('GET', `/api/media/search?query=x&page=${page}`)
    expect([status, json.error?.code, json.error?.message], page).toEqual([
      400,
      'INVALID',
      expect.stringMatching(/^page: /),
    ])
  }
  const { json } = await browser.call('GET', '/api/media/search?type=person')
  expect(json.error?.message).toMatch(/^type: /)
  expect((await browser.call('GET', '/api/media/movie/0')).status).toBe(400)
  const listed = await browser.call('GET', '/api/media/requests?cursor=nonsense')
  expect(listed.json.error).toMatchObject({ code: 'INVALID', message: expect.stringContaining('cursor') })
})

test('one that is too large for a message comes smaller', async () => {
  const answer = await get('t-noisy_png', '780')
  expect(answer.status).toBe(200)
  expect((await answer.arrayBuffer()).byteLength).toBeLessThan(1000)
})

test('what is kept is shown while Seerr is away, and Overseerr has its pictures elsewhere', async () => {
  await get('t-kept_png')
  await seerrs[0]!.down()
  expect((await get('t-kept_png')).status).toBe(200)
  const away = await get('t-new_png')
  expect(away.status).toBe(502)
  expect(away.headers.get('cache-control')).toBe('no-store')
  await connect('overseerr')
  expect((await get('t-old_png')).status).toBe(200)
})
