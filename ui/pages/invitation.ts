import { html } from 'htm/preact'
import { useEffect, useState } from 'preact/hooks'
import type { Challenge } from '../../contracts/auth.ts'
import type { RouteAnswer } from '../../contracts/http.ts'
import { api } from '../api.ts'
import { RequestFailed } from '../failure.ts'
import { t } from '../messages.ts'
import { CardPage } from '../parts/card-page.ts'
import { PlexDoor } from '../parts/plex-door.ts'
import { Problem } from '../parts/problem.ts'
import { Bars } from '../parts/skeleton.ts'
import { go, place } from '../router.ts'
import { enter, session } from '../state/session.ts'
import { usePlexSignIn } from '../state/use-plex-sign-in.ts'
import { ChooseName } from './invitation/choose-name.ts'
import { SecondStep } from './sign-in/second-step.ts'

const text = t.signIn.invitation

/** For somebody who was handed an invitation: whether it is good, and two ways in. */
export function Invitation() {
  const code = place.value.path.split('/')[2] ?? ''
  const [shown, setShown] = useState<RouteAnswer<'showInvitation'>>()
  const [error, setError] = useState<unknown>()
  const look = (): void => {
    setError(undefined)
    api.showInvitation({ code }).then(setShown, setError)
  }
  useEffect(look, [code])
  const who = session.value
  if (who) {
    return html`<${CardPage} title=${text.title} lead=${text.already(who.user.username)}>
      <p>${text.alreadyText}</p>
      <a class="button button-primary button-wide" href="/">${text.goOn}</a>
    <//>`
  }
  if (error instanceof RequestFailed && (error.code === 'NOT_FOUND' || error.code === 'INVALID')) {
    return html`<${CardPage} title=${text.over} lead=${text.overText}>
      <a class="button button-wide" href="/">${text.haveAccount}</a>
    <//>`
  }
  if (error !== undefined) {
    return html`<${CardPage} title=${text.title}><${Problem} error=${error} onRetry=${look} /><//>`
  }
  if (!shown) return html`<${CardPage} title=${text.title} lead=${text.leadPlain}><${Bars} rows=${2} /><//>`
  return html`<${Doors} code=${code} until=${Date.parse(shown.expiresAt)} />`
}

function Doors({ code, until }: { code: string; until: number }) {
  const [challenge, setChallenge] = useState<Challenge | null>(null)
  const [choosing, setChoosing] = useState(false)
  const arrive = (answer: RouteAnswer<'acceptInvitation'>): void => {
    const more = enter(answer)
    if (more) setChallenge(more)
    else go('/', { replace: true })
  }
  const plex = usePlexSignIn({ purpose: 'sign-in', invitation: code, onDecided: arrive })
  if (challenge) return html`<${SecondStep} challenge=${challenge} onStartOver=${() => setChallenge(null)} />`
  return html`<${CardPage} title=${text.title} lead=${text.lead(until)}>
    <${PlexDoor} plex=${plex} />
    <p class="divider"><span>${t.signIn.or}</span></p>
    ${
      choosing
        ? html`<${ChooseName} code=${code} onAnswer=${arrive} />`
        : html`<button type="button" class="button button-wide" onClick=${() => setChoosing(true)}>
            ${text.withPassword}
          </button>`
    }
  <//>`
}
