/* Shows what comes by web push, also while no page is open. It keeps nothing and answers no request of the page. */

addEventListener('push', (event) => event.waitUntil(show(event.data)))
addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(lead(event.notification.data?.path))
})
addEventListener('install', () => skipWaiting())

/* a browser that is handed a push and shows nothing loses the permission */
async function show(data) {
  let said = {}
  try {
    said = data?.json() ?? {}
  } catch {
    said = { body: data?.text() }
  }
  const { title = 'MediaNest', body = '', path = '/alerts', severity, at } = said
  await registration.showNotification(title, {
    body,
    icon: '/icon.svg',
    badge: '/icon.svg',
    /* what comes later about the same takes its place, and is heard again */
    tag: path,
    renotify: true,
    requireInteraction: severity === 'critical',
    timestamp: at ? Date.parse(at) : undefined,
    data: { path },
  })
}

/* only to an address of ours: what was sent decides nothing else */
async function lead(path) {
  const to = new URL(path ?? '/alerts', location.origin)
  if (to.origin !== location.origin) return
  const pages = await clients.matchAll({ type: 'window', includeUncontrolled: true })
  const [page] = pages.filter((one) => new URL(one.url).origin === location.origin)
  if (page) {
    await page.focus()
    page.postMessage({ type: 'go', path: to.pathname + to.search })
  } else {
    await clients.openWindow(to.href)
  }
}
