import { html, render } from 'htm/preact'
import { App } from './app.ts'
import { startRouter } from './router.ts'
import { startClock } from './state/clock.ts'
import { loadSession, watchSession } from './state/session.ts'

startRouter()
startClock()
watchSession()
void loadSession()

const root = document.getElementById('app')
if (root) {
  root.replaceChildren()
  render(html`<${App} />`, root)
}
