import { useEffect, useRef, useState } from 'preact/hooks'
import type { RouteAnswer, RouteInput } from '../../contracts/http.ts'
import { api } from '../api.ts'
import { t } from '../messages.ts'
import { followPlex } from './follow-plex.ts'
import { loadSession } from './session.ts'

type Answer = RouteAnswer<'pollPlex'>
type Pin = RouteAnswer<'startPlex'>
export type Door = 'popup' | 'code'

export type PlexState =
  | { step: 'idle' }
  | { step: 'starting'; door: Door }
  /** `blocked`: the code is there because the browser did not open the window. `message` says why it takes long. */
  | { step: 'waiting'; door: Door; pin: Pin; blocked: boolean; message: string | null }
  | { step: 'ended'; door: Door; status: 'expired' | 'refused' | 'used'; message: string }
  | { step: 'failed'; door: Door; error: unknown }

export interface PlexSignIn {
  state: PlexState
  /** Has to be called by a click itself: only then does the browser let the window open. */
  start: (door: Door) => void
  cancel: () => void
}

interface Options extends Pick<RouteInput<'startPlex'>, 'purpose' | 'invitation' | 'remember'> {
  /** Signed in, linked, or to be asked for the second factor. */
  onDecided: (answer: Answer) => void
}

const HOLD_SECONDS = 20
const SIZE = { width: 600, height: 720 }

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)))

/** An empty window at once, because a click opens no window later on; it learns its address when the portal answered. */
function openEmpty(): Window | null {
  const left = Math.max(0, screenX + (outerWidth - SIZE.width) / 2)
  const top = Math.max(0, screenY + (outerHeight - SIZE.height) / 2)
  const opened = open(
    'about:blank',
    '_blank',
    `popup,width=${SIZE.width},height=${SIZE.height},left=${left},top=${top}`,
  )
  if (opened) opened.document.title = t.signIn.plex.windowTitle
  return opened
}

/** Signs in with Plex, or links the account, by either door; stops asking when the page is left. */
export function usePlexSignIn({ onDecided, ...input }: Options): PlexSignIn {
  const [state, setState] = useState<PlexState>({ step: 'idle' })
  const current = useRef<AbortController>(undefined)
  useEffect(() => () => current.current?.abort(), [])

  const run = async (wanted: Door, signal: AbortSignal): Promise<void> => {
    const opened = wanted === 'popup' ? openEmpty() : null
    const blocked = wanted === 'popup' && !opened
    const door = blocked ? 'code' : wanted
    setState({ step: 'starting', door })
    try {
      const pin = await api.startPlex({ door, ...input }, signal)
      opened?.location.replace(pin.url)
      const waiting = { step: 'waiting', door, pin, blocked, message: null } as const
      setState(waiting)
      const answer = await followPlex({
        poll: () => api.pollPlex({ id: pin.id, wait: HOLD_SECONDS }, signal),
        pause,
        onPending: (said, lost) =>
          !signal.aborted && setState({ ...waiting, message: lost ? t.signIn.plex.lost : said }),
        signal,
      })
      const { status, message } = answer
      if (status === 'expired' || status === 'refused' || status === 'used') {
        setState({ step: 'ended', door, status, message: message ?? t.signIn.plex.ended[status] })
        // its answer may have been lost on the way here, and its cookie not
        if (status === 'used') void loadSession()
      } else {
        setState({ step: 'idle' })
        onDecided(answer)
      }
    } catch (error) {
      opened?.close()
      if (!signal.aborted) setState({ step: 'failed', door, error })
    }
  }
  const start = (door: Door): void => {
    current.current?.abort()
    current.current = new AbortController()
    void run(door, current.current.signal)
  }
  const cancel = (): void => {
    current.current?.abort()
    setState({ step: 'idle' })
  }
  return { state, start, cancel }
}
