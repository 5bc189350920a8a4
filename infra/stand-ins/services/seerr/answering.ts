import type { Context } from 'hono'
import type { z } from 'zod'
import { empty, type Route, type Setup } from '../product.ts'
import { denied, may, Refusal, type User } from './entities.ts'
import type { World } from './world.ts'

/** What a route works with: who asks, and what was sent. */
export interface Call {
  c: Context
  setup: Setup
  user: User
  /** Of the path. */
  id: number
  take: number
  skip: number
}
export type Handle = (call: Call) => unknown

/** How one route may be asked. */
export interface Door {
  /** Query parameters that the product's description names; any other is 400. */
  query?: readonly string[]
  /** The values that a parameter may have. */
  values?: Record<string, readonly string[]>
  /** One of these bits is needed. */
  bits?: readonly number[]
  /** The size of a page when none is asked for. Default 10. */
  pageSize?: number
  /** Status of what is given back. Default 200. */
  status?: number
}

/** Characters that a query value must have encoded, as its validator says. */
const RESERVED = /[:/?#[\]@!$&'()*+,;=]/

/** A route behind the checks that the product makes before it does anything. */
export function door(world: World, handle: Handle, { query = [], values = {}, ...rest }: Door = {}): Route {
  return async (c, setup) => {
    const bad = badQuery(c, query, values)
    if (bad) return bad
    const user = world.users.get(Number(c.req.header('x-api-user') ?? '1'))
    try {
      if (!user || (rest.bits && !may(user, ...rest.bits))) throw denied()
      const number = (name: string, usual: number) => Number(c.req.query(name) ?? usual)
      const take = number('take', rest.pageSize ?? 10)
      const given = await handle({ c, setup, user, id: Number(c.req.param('id')), take, skip: number('skip', 0) })
      if (given instanceof Response) return given
      return given === undefined ? empty(204) : Response.json(given, { status: rest.status ?? 200 })
    } catch (error) {
      return refusal(error)
    }
  }
}

export function refusal(error: unknown): Response {
  if (error instanceof Refusal && error.denied) {
    return Response.json({ status: error.status, error: error.message }, { status: error.status })
  }
  const status = error instanceof Refusal ? error.status : 500
  return Response.json({ message: (error as Error).message }, { status })
}

/** A body as the product's description wants it, or a refusal with 400. */
export async function body<T>(c: Context, shape: z.ZodType<T>): Promise<T> {
  const sent = shape.safeParse(await c.req.json().catch(() => undefined))
  if (sent.success) return sent.data
  const [issue] = sent.error.issues
  throw new Refusal(400, `request/body${issue?.path.length ? `/${issue.path.join('/')}` : ''} ${issue?.message}`)
}

function badQuery(c: Context, known: readonly string[], values: NonNullable<Door['values']>): Response | undefined {
  const refuse = (message: string, name: string) =>
    Response.json({ message, errors: [{ path: `/query/${name}`, message }] }, { status: 400 })
  for (const pair of rawQuery(c)) {
    const [name = '', value = ''] = pair.split(/=(.*)/s)
    if (!known.includes(name)) return refuse(`Unknown query parameter '${name}'`, name)
    if (RESERVED.test(value)) {
      const sentence = 'must be url encoded. Its value may not contain reserved characters.'
      return refuse(`Parameter '${name}' ${sentence}`, name)
    }
    if (value === '') return refuse(`Empty value found for query parameter '${name}'`, name)
    const allowed = values[name]
    if (allowed && !allowed.includes(value)) {
      return refuse(`request/query/${name} must be equal to one of the allowed values: ${allowed.join(', ')}`, name)
    }
  }
  return undefined
}

function rawQuery(c: Context): string[] {
  const [, query = ''] = c.req.raw.url.split(/\?(.*)/s)
  return query.split('&').filter((pair) => pair !== '')
}
