import { html } from 'htm/preact'
import { useRef, useState } from 'preact/hooks'
import type { Challenge } from '../../contracts/auth.ts'
import type { RouteAnswer } from '../../contracts/http.ts'
import { t } from '../messages.ts'
import { CardPage } from '../parts/card-page.ts'
import { CheckBox } from '../parts/check-box.ts'
import { PlexDoor } from '../parts/plex-door.ts'
import { lastDoor, rememberDoor } from '../state/last-door.ts'
import { enter, sessionEnded } from '../state/session.ts'
import { usePlexSignIn } from '../state/use-plex-sign-in.ts'
import { PasswordDoor } from './sign-in/password-door.ts'
import { SecondStep } from './sign-in/second-step.ts'

const text = t.signIn
const hasKeyboard = (): boolean => matchMedia('(pointer: fine)').matches

/** One card with two doors. The address stays, so that the person arrives where they wanted to go. */
export function SignIn() {
  const [challenge, setChallenge] = useState<Challenge | null>(null)
  const [remember, setRemember] = useState(false)
  const untouched = useRef(true)
  const asked = useRef(false)
  // whoever comes with Plex sees no form that they never need
  const [byPassword, setByPassword] = useState(lastDoor() !== 'plex')
  const plex = usePlexSignIn({
    purpose: 'sign-in',
    remember,
    onDecided: (answer) => {
      rememberDoor('plex')
      setChallenge(enter(answer))
    },
  })
  const askForPassword = (): void => {
    asked.current = true
    setByPassword(true)
  }
  const onAnswer = (answer: RouteAnswer<'signIn'>): void => {
    rememberDoor('password')
    setChallenge(enter(answer))
  }
  if (challenge) return html`<${SecondStep} challenge=${challenge} onStartOver=${() => setChallenge(null)} />`
  const waiting = plex.state.step === 'waiting'
  // what is said about Plex must not be passed over by a focus that jumps on
  if (plex.state.step !== 'idle') untouched.current = false
  return html`<${CardPage} title=${text.title} lead=${sessionEnded.value ? text.ended : text.lead}>
    <${PlexDoor} plex=${plex} />
    ${
      waiting
        ? html`<button type="button" class="button button-quiet button-wide" onClick=${plex.cancel}>
            ${text.otherWays}
          </button>`
        : html`<${CheckBox} label=${text.remember} checked=${remember} name="remember" onChange=${setRemember} />
            <p class="divider"><span>${text.or}</span></p>
            ${
              byPassword
                ? html`<${PasswordDoor}
                    remember=${remember}
                    focus=${asked.current || (untouched.current && hasKeyboard())}
                    onAnswer=${onAnswer}
                  />`
                : html`<button type="button" class="button button-wide" onClick=${askForPassword}>
                    ${text.withPassword}
                  </button>`
            }`
    }
  <//>`
}
