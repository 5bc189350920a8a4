import { z } from 'zod'

const Answer = z.object({
  success: z.boolean(),
  data: z.record(z.string(), z.unknown()).nullish(),
  error: z.object({ code: z.string(), message: z.string() }).nullish(),
})

/** What the portal answered when it was not what the demo needs. */
export class NotSo extends Error {
  readonly code: string
  constructor(code: string, sentence: string) {
    super(sentence)
    this.code = code
  }
}

/** The portal's HTTP door as a browser uses it: it keeps its cookies. */
export class Door {
  readonly url: string
  readonly #cookies = new Map<string, string>()
  constructor(url: string) {
    this.url = url
  }

  /** The `data` of the answer. Throws `NotSo` with the portal's own sentence when it refuses. */
  async call(method: string, path: string, body?: object): Promise<Record<string, unknown>> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(this.url + path, {
      method,
      headers: { ...(body ? { 'content-type': 'application/json' } : {}), ...(cookie ? { cookie } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: AbortSignal.timeout(60_000),
    })
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
      this.#cookies.set(name, value)
    }
    const text = await response.text()
    const answer = Answer.safeParse(parsed(text))
    if (!answer.success)
      throw new NotSo('NO_ANSWER', `${method} ${path} answered ${response.status}: ${text.slice(0, 200)}`)
    const { error, data } = answer.data
    if (error) throw new NotSo(error.code, `${method} ${path}: ${error.message}`)
    return data ?? {}
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
