import { type StandIn, startStandIn } from './stand-in.ts'

/** Something posted to the receiver. */
export interface Posted {
  path: string
  headers: Record<string, string>
  /** As text; JSON is left to whoever reads it. */
  text: string
}

/** A place to which webhooks can be sent, that keeps what comes. */
export async function startHookReceiver(): Promise<StandIn & { readonly posted: Posted[] }> {
  const posted: Posted[] = []
  const standIn = await startStandIn(async (request) => {
    const { pathname } = new URL(request.url)
    posted.push({ path: pathname, headers: Object.fromEntries(request.headers), text: await request.text() })
    return new Response(null, { status: 202 })
  })
  return { ...standIn, posted }
}
