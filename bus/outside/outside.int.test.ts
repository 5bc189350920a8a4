import { once } from 'node:events'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { inspect } from 'node:util'
import { beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { until } from '../../infra/test/fresh.ts'
import { OutsideError } from './error.ts'
import { defineOutside } from './outside.ts'
import { type Answer, failing, json, type StandIn, standIn, status } from './stand-in-rig.test.ts'

let house: StandIn
beforeEach(async () => {
  house = await standIn(json({ version: '4.0', extra: 1 }))
})

describe('an answer', () => {
  const outside = defineOutside({ name: 'Sonarr' })

  it('is what the schema says, and the request what was asked for', async () => {
    const answer = await outside.call({
      url: `${house.url}/api?kept=1`,
      method: 'POST',
      query: { term: 'a b', none: undefined, page: 2 },
      headers: { 'x-api-key': 'k' },
      body: { a: 1 },
      schema: z.object({ version: z.string() }),
    })
    expect(answer.status).toBe(200)
    expect(answer.data).toEqual({ version: '4.0' })
    expect(answer.headers.get('content-type')).toBe('application/json')
    expect(house.seen).toMatchObject([
      {
        method: 'POST',
        path: '/api?kept=1&term=a+b&page=2',
        body: '{"a":1}',
        headers: { 'x-api-key': 'k', 'content-type': 'application/json', accept: 'application/json' },
      },
    ])
  })

  it('may be text, nothing, a form, JSON that calls itself text, or an expected refusal', async () => {
    house.answer = (_, response) => void response.writeHead(200, { 'content-type': 'text/xml' }).end('<a/>')
    expect((await outside.call({ url: house.url, accept: 'xml' })).data).toBe('<a/>')
    expect((await outside.call({ url: house.url, accept: 'none' })).data).toBeUndefined()
    await outside.call({ url: house.url, method: 'POST', body: new URLSearchParams({ user: 'x' }), accept: 'text' })
    expect(house.seen.at(-1)).toMatchObject({
      body: 'user=x',
      headers: { 'content-type': expect.stringContaining('form') as string },
    })
    house.answer = (_, response) => void response.writeHead(200, { 'content-type': 'text/plain' }).end('{"n":1}')
    expect((await outside.call({ url: house.url, schema: z.object({ n: z.int() }) })).data).toEqual({ n: 1 })
    house.answer = json({ errors: [] }, 404)
    const gone = await outside.call({ url: house.url, schema: z.object({ n: z.int() }), expect: [404] })
    expect([gone.status, gone.data]).toEqual([404, undefined])
    house.answer = status(204)
    expect((await outside.call({ url: house.url, method: 'PUT' })).data).toBeUndefined()
  })

  it('of another form is refused with a sentence', async () => {
    house.answer = (_, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>')
    expect(await failing(outside.call({ url: house.url }))).toMatchObject({
      kind: 'answer',
      message: 'Sonarr answered with a page instead of JSON; is the address its own?',
    })
    house.answer = (_, response) => void response.writeHead(200, { 'content-type': 'application/json' }).end('{"n"')
    expect((await failing(outside.call({ url: house.url }))).message).toBe(
      'Sonarr answered something that is not JSON.',
    )
    house.answer = json({ list: [{ n: 'secret' }] })
    const schema = z.object({ list: z.array(z.object({ n: z.int() })) })
    expect((await failing(outside.call({ url: house.url, schema }))).message).toMatch(
      /^Sonarr answered something else than agreed at list\.0\.n: [^"]*expected/,
    )
    expect(house.seen).toHaveLength(3)
  })

  it('is read up to the cap and no further', async () => {
    const small = defineOutside({ name: 'Talker', maxBytes: 1000 })
    house.answer = json('x'.repeat(900))
    expect((await small.call({ url: house.url })).data).toHaveLength(900)
    let written = 0
    house.answer = (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      const pour = (): void => {
        while (!response.destroyed && response.write('x'.repeat(10_000))) written += 10_000
      }
      response.on('drain', pour)
      pour()
    }
    const error = await failing(small.call({ url: house.url }))
    expect(error.message).toBe('Talker answered more than 0.001 MB.')
    expect(error.body).toHaveLength(1000)
    expect(written).toBeLessThan(20_000_000)
  })
})

describe('what fails', () => {
  it('is told in sentences', async () => {
    const outside = defineOutside({ name: 'Sonarr', tries: 1, timeoutMs: 100 })
    const closed = createTcpServer()
    closed.listen(0, '127.0.0.1')
    await once(closed, 'listening')
    const { port } = closed.address() as AddressInfo
    closed.close()
    await once(closed, 'close')
    const at = `127.0.0.1:${port}`
    const sentence = async (url: string): Promise<[string, string]> => {
      const { kind, message } = await failing(outside.call({ url }))
      return [kind, message]
    }
    expect(await sentence(`http://${at}/x`)).toEqual([
      'refused',
      `Sonarr does not answer (connection refused by ${at}).`,
    ])
    const lost = await failing(defineOutside({ name: 'Sonarr', tries: 1 }).call({ url: 'http://nope.invalid/' }))
    expect(lost.kind).toBe('dns')
    expect(lost.message).toMatch(/^Sonarr does not answer \((no such host|the name) nope\.invalid/)
    house.answer = () => {}
    expect(await sentence(house.url)).toEqual(['timeout', 'Sonarr does not answer (timed out after 100 ms).'])
    house.answer = (_, response) => void response.writeHead(200, { 'content-type': 'application/json' }).write('[')
    expect(await sentence(house.url)).toEqual(['timeout', 'Sonarr does not answer (timed out after 100 ms).'])
    house.answer = (request) => request.socket.destroy()
    expect((await sentence(house.url))[0]).toBe('unreachable')
    expect(await sentence(house.url.replace('http:', 'https:'))).toEqual([
      'tls',
      expect.stringContaining('Sonarr cannot be spoken to safely (') as string,
    ])
    expect(await sentence('sonarr:8989')).toEqual([
      'request',
      'The address of Sonarr does not begin with http:// or https://.',
    ])
    house.answer = status(401)
    expect((await sentence(house.url))[1]).toBe(
      'Sonarr does not accept the key, token or password that it was given (status 401).',
    )
    house.answer = status(502)
    expect((await sentence(house.url))[1]).toBe('Sonarr reports a failure of its own (status 502).')
  })

  it('says nothing secret, whatever is printed of the error', async () => {
    const outside = defineOutside({ name: 'Vault', tries: 1 })
    const secret = 's3cr3t'
    const host = new URL(house.url).host
    const calls = [
      { url: `http://user:${secret}@${host}/${secret}?key=${secret}`, headers: { 'x-key': secret } },
      { url: `${house.url}/?key=${secret}`, headers: { 'x-key': `${secret}\n` } },
      { url: `http:/${secret}` },
      { url: `ftp://${secret}@${host}/` },
      { url: `http://127.0.0.1:1/${secret}?key=${secret}` },
      { url: `${house.url}/?key=${secret}`, schema: z.object({ token: z.int() }) },
    ]
    const answers: Answer[] = [
      json({ token: secret }, 500),
      status(302, { location: `http://elsewhere.invalid/?key=${secret}` }),
      json({ token: secret }),
    ]
    const errors: OutsideError[] = []
    for (const answer of answers) {
      house.answer = answer
      for (const call of calls) {
        const error = await outside.call(call).catch((thrown: unknown) => thrown)
        if (error instanceof OutsideError) errors.push(error)
      }
    }
    expect(errors.length).toBeGreaterThanOrEqual(15)
    for (const error of errors) {
      expect(`${inspect(error, { depth: 9 })}${JSON.stringify(error)}${error.stack}`).not.toContain(secret)
    }
    expect(new Set(errors.map((error) => error.kind))).toEqual(
      new Set(['status', 'request', 'unreachable', 'redirect', 'answer']),
    )
    // what is for the caller alone is there all the same
    expect(errors.find((error) => error.kind === 'status')?.body).toContain(secret)
    expect(house.seen[0]?.headers.authorization).toBe(`Basic ${Buffer.from(`user:${secret}`).toString('base64')}`)
  })

  it('ends at once when the caller no longer waits, also between two tries', async () => {
    const outside = defineOutside({ name: 'Patience' })
    house.answer = status(503, { 'retry-after': '15' })
    const called = new AbortController()
    const call = outside.call({ url: house.url, signal: called.signal }).catch((thrown: unknown) => thrown)
    await until(() => house.seen.length === 1)
    called.abort(new Error('gone'))
    expect(await call).toMatchObject({ message: 'gone' })
    expect(house.seen).toHaveLength(1)
  })
})

describe('tries', () => {
  it.each([
    ['GET', undefined, 3],
    ['HEAD', undefined, 3],
    ['POST', true, 3],
    ['POST', undefined, 1],
    ['PUT', undefined, 1],
    ['DELETE', undefined, 1],
  ] as const)('%s, repeatable %s, is sent %i times', async (method, repeatable, times) => {
    house.answer = status(500)
    const outside = defineOutside({ name: `Tried ${method} ${repeatable}` })
    await failing(outside.call({ url: house.url, method, ...(repeatable ? { repeatable } : {}) }))
    expect(house.seen).toHaveLength(times)
  })

  it('stop at the first that goes well, and are not spent on a refusal', async () => {
    const outside = defineOutside({ name: 'Moody' })
    house.answer = (...all) => (house.seen.length < 2 ? status(500)(...all) : json(1)(...all))
    expect((await outside.call({ url: house.url })).data).toBe(1)
    expect(house.seen).toHaveLength(2)
    for (const code of [400, 401, 403, 404, 501]) {
      house.seen.length = 0
      house.answer = status(code)
      expect((await failing(outside.call({ url: house.url }))).status).toBe(code)
      expect(house.seen).toHaveLength(1)
    }
  })

  it('wait as long as they are asked to, unless that is too long', async () => {
    const outside = defineOutside({ name: 'Busy', tries: 2 })
    house.answer = (...all) => (house.seen.length < 2 ? status(429, { 'retry-after': '2' })(...all) : json(1)(...all))
    const begun = performance.now()
    await outside.call({ url: house.url })
    expect(performance.now() - begun).toBeGreaterThan(1900)
    house.answer = status(429, { 'retry-after': '3600' })
    const error = await failing(outside.call({ url: house.url }))
    expect(error).toMatchObject({ retryAfterMs: 3_600_000, status: 429 })
    expect(error.message).toBe('Busy asks to be left alone for 3600 s (status 429).')
    expect(house.seen).toHaveLength(3)
  })
})

describe('a redirect', () => {
  const outside = defineOutside({ name: 'Seerr' })
  const headers = { 'x-api-key': 'k' }

  it('is followed within the origin, with what was sent', async () => {
    house.answer = (request, response, body) =>
      request.url === '/old'
        ? status(307, { location: '/new' })(request, response, body)
        : json(1)(request, response, body)
    expect((await outside.call({ url: `${house.url}/old`, method: 'POST', body: { a: 1 }, headers })).data).toBe(1)
    expect(house.seen[1]).toMatchObject({ method: 'POST', path: '/new', body: '{"a":1}', headers })
  })

  it('to another origin is refused, and nothing is sent there', async () => {
    const other = await standIn(json(1))
    house.answer = status(302, { location: `${other.url}/x?token=t` })
    expect(await failing(outside.call({ url: house.url, headers }))).toMatchObject({
      kind: 'redirect',
      message: `Seerr redirects to ${other.url}; if that is its address, enter that instead.`,
    })
    expect(other.seen).toEqual([])
  })

  it('is refused when it would drop a change, or leads in a circle', async () => {
    house.answer = status(302, { location: '/login' })
    expect((await failing(outside.call({ url: house.url, method: 'POST' }))).message).toContain('with a redirect')
    house.seen.length = 0
    expect((await failing(outside.call({ url: house.url }))).message).toBe('Seerr redirects in a circle.')
    expect(house.seen).toHaveLength(6)
  })

  it('may be the answer', async () => {
    house.answer = status(302, { location: '/login' })
    expect((await outside.call({ url: house.url, accept: 'none', expect: [302] })).status).toBe(302)
  })
})
