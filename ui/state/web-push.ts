import { api } from '../api.ts'

const WORKER = '/sw.js'

/** Why this browser cannot take web push here, or that it can. */
export type Possible = 'yes' | 'insecure' | 'unsupported' | 'denied'

export function pushPossible(): Possible {
  if (!window.isSecureContext) return 'insecure'
  if (!('serviceWorker' in navigator) || !('PushManager' in window) || !('Notification' in window)) return 'unsupported'
  return Notification.permission === 'denied' ? 'denied' : 'yes'
}

/** Of this browser, for this portal; null when there is none. */
async function subscriptionNow(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration(WORKER)
  return (await registration?.pushManager.getSubscription()) ?? null
}

/** Whether this browser takes web push. It says nothing about whose: see `subscribe`. */
export const isSubscribed = async (): Promise<boolean> => pushPossible() === 'yes' && (await subscriptionNow()) !== null

const bytesOf = (base64url: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.codePointAt(0) ?? 0)

/** Whether both keys are the same, so that the subscription is one of this portal as it is now. */
function isFor(subscription: PushSubscription, key: Uint8Array): boolean {
  const held = subscription.options.applicationServerKey
  return held !== null && new Uint8Array(held).join() === key.join()
}

/** Asks the person, then the browser's push service, and tells the portal. `dismissed`: the person did not allow it. */
export async function subscribe(): Promise<'added' | 'dismissed' | 'failed'> {
  if ((await Notification.requestPermission()) !== 'granted') return 'dismissed'
  const key = bytesOf((await api.pushKey()).publicKey)
  await navigator.serviceWorker.register(WORKER)
  const { pushManager } = await navigator.serviceWorker.ready
  const held = await pushManager.getSubscription()
  if (held && !isFor(held, key)) await held.unsubscribe()
  let subscription: PushSubscription
  try {
    subscription = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key })
  } catch {
    return 'failed'
  }
  const { endpoint, keys } = subscription.toJSON()
  try {
    await api.addPushBrowser({
      endpoint: endpoint ?? '',
      keys: { p256dh: keys?.['p256dh'] ?? '', auth: keys?.['auth'] ?? '' },
    })
  } catch (problem) {
    // what the portal does not know of must not look as if it were on
    await subscription.unsubscribe()
    throw problem
  }
  return 'added'
}

/** Ends it here and at the portal. */
export async function unsubscribe(): Promise<void> {
  const subscription = await subscriptionNow()
  if (!subscription) return
  await api.removePushBrowser({ endpoint: subscription.endpoint })
  await subscription.unsubscribe()
}
