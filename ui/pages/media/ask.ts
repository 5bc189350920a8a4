import { html } from 'htm/preact'
import { useState } from 'preact/hooks'
import type { MediaDetails } from '../../../contracts/media.ts'
import type { MediaRequest } from '../../../contracts/media-requests.ts'
import { api } from '../../api.ts'
import { t } from '../../messages.ts'
import { Toggle } from '../../parts/toggle.ts'
import { useSubmit } from '../../parts/use-submit.ts'
import { say } from '../../state/notices.ts'
import { carryOut } from '../../state/outcomes.ts'
import { useAnswer } from '../../state/use-answer.ts'
import { askedAlready, inputOf, missingOf, usualOf } from './choice.ts'
import { QuotaLine } from './quota.ts'
import { Refusal } from './refusal.ts'
import { Seasons } from './seasons.ts'

const text = t.title.ask

interface Props {
  details: MediaDetails
  onAsked: () => void
}

/** Says what will happen before the one button that does it. */
export function Ask({ details, onAsked }: Props) {
  const { mediaType, title, seasons, offers4k } = details
  const [is4k, setIs4k] = useState(false)
  const [picked, setPicked] = useState<readonly number[]>()
  const [asked, setAsked] = useState<MediaRequest>()
  const { answer: quota, reload } = useAnswer(() => api.ownQuota(), [])
  const series = mediaType === 'tv'
  const open = is4k ? seasons.map(({ number }) => number) : missingOf(seasons)
  const chosen = (picked ?? usualOf(seasons)).filter((number) => open.includes(number))
  const closed = askedAlready(details, is4k)
  const noneLeft = quota?.remaining === 0
  // of a series that nobody opened before Seerr went away all seasons can be asked for
  const unchosen = series && seasons.length > 0 && chosen.length === 0
  const { busy, error, submit } = useSubmit(async () => {
    if (noneLeft || unchosen) return
    const request = await carryOut(api.submitRequest(inputOf(details, chosen, is4k)))
    setAsked(request)
    // what was left out was left out on purpose
    setPicked([])
    say('ok', askedWords(request, title))
    reload()
    onAsked()
  })
  const change = (seasons: number[]): void => {
    setPicked(seasons)
    setAsked(undefined)
  }
  return html`<form class="panel ask" aria-labelledby="ask-title" onSubmit=${submit} novalidate>
    <h2 id="ask-title">${text.title}</h2>
    ${error !== undefined && html`<${Refusal} error=${error} />`}
    ${asked && html`<${Asked} request=${asked} title=${title} />`}
    ${
      offers4k &&
      mediaType !== 'music' &&
      html`<${Toggle} label=${text.in4k} hint=${text.in4kHint} checked=${is4k} onChange=${setIs4k} />`
    }
    ${series && html`<${Seasons} seasons=${seasons} open=${open} chosen=${chosen} onChange=${change} />`}
    ${
      closed
        ? !asked && html`<p>${wordsOf(closed, is4k)}</p>`
        : html`<div class="ask-foot">
            <p>
              ${series && !is4k && html`${already(details)} `} ${mediaType === 'music' ? text.whatMusic : text.what}
            </p>
            <${QuotaLine} quota=${quota} />
            <button type="submit" class="button button-primary" aria-disabled=${busy || noneLeft || unchosen}>
              ${busy ? text.busy : series && seasons.length > 0 ? text.seasons(chosen.length) : text[mediaType]}
            </button>
          </div>`
    }
  </form>`
}

function wordsOf(closed: NonNullable<ReturnType<typeof askedAlready>>, is4k: boolean): string {
  if (closed === 'there') return is4k ? text.all4kThere : text.allThere
  return closed === 'running' ? text.running : text.blocklisted
}

/** What of a series need not be asked for. */
function already({ seasons }: MediaDetails): string {
  const here = seasons.filter(({ available }) => available === 'yes').length
  const asked = seasons.filter(({ available, requested }) => available !== 'yes' && requested).length
  return [...(here > 0 ? [text.here(here)] : []), ...(asked > 0 ? [text.asked(asked)] : [])].join(' ')
}

const askedWords = ({ status, mediaType }: MediaRequest, title: string): string =>
  status === 'waiting' ? text.waiting(title, mediaType === 'music' ? 'Lidarr' : 'Seerr') : text.done(title)

const Asked = ({ request, title }: { request: MediaRequest; title: string }) =>
  html`<div class="hint hint-ok" role="status">
    <p>${askedWords(request, title)}</p>
    <p><a href="/requests/${request.id}">${text.follow}</a></p>
  </div>`
