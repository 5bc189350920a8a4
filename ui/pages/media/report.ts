import { html } from 'htm/preact'
import { useState } from 'preact/hooks'
import type { IssueKind } from '../../../contracts/media-issues.ts'
import type { MediaDetails } from '../../../contracts/media.ts'
import { api } from '../../api.ts'
import { t } from '../../messages.ts'
import { Dialog } from '../../parts/dialog.ts'
import { Field } from '../../parts/field.ts'
import { RadioGroup } from '../../parts/radio-group.ts'
import { useSubmit } from '../../parts/use-submit.ts'
import { go } from '../../router.ts'
import { say, sayFailure } from '../../state/notices.ts'
import { carryOut } from '../../state/outcomes.ts'
import { Refusal } from './refusal.ts'

const text = t.problems.report
const KINDS = Object.entries(t.problems.kind) as [IssueKind, string][]

interface Props {
  details: MediaDetails
  onClose: () => void
}

/** Reports what is wrong with a title that is here. */
export function Report({ details, onClose }: Props) {
  const { mediaType, id, title, seasons } = details
  const [kind, setKind] = useState<IssueKind>('video')
  const [season, setSeason] = useState('')
  const [episode, setEpisode] = useState('')
  const [message, setMessage] = useState('')
  const [tried, setTried] = useState(false)
  const wrongEpisode = episode.trim() !== '' && !/^\d{1,4}$/.test(episode.trim())
  const { busy, error, submit } = useSubmit(async () => {
    setTried(true)
    if (mediaType === 'music' || !message.trim() || (season !== '' && wrongEpisode)) return
    let left = false
    try {
      const issue = await carryOut(
        api.openIssue({
          mediaType,
          tmdbId: Number(id),
          kind,
          message: message.trim(),
          ...(season !== '' && { season: Number(season) }),
          ...(season !== '' && episode.trim() !== '' && { episode: Number(episode) }),
        }),
        () => {
          left = true
          onClose()
        },
      )
      say('ok', text.done(title))
      if (left) return
      onClose()
      go(`/issues/${issue.id}`)
    } catch (problem) {
      if (!left) throw problem
      sayFailure(problem)
    }
  })
  const typed = (set: (value: string) => void) => (event: Event) =>
    set((event.currentTarget as HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement).value)
  return html`<${Dialog} title=${text.title(title)} onClose=${onClose}>
    <form class="dialog-form" onSubmit=${submit} novalidate>
      <div class="dialog-body">
        <p class="muted">${text.text}</p>
        ${error !== undefined && html`<${Refusal} error=${error} />`}
        <${RadioGroup} legend=${text.kind} name="kind" choices=${KINDS} value=${kind} onChange=${setKind} />
        ${
          mediaType === 'tv' &&
          html`<div class="field-row">
            <${Field}
              label=${text.season}
              control=${(ties: object) =>
                html`<select ...${ties} name="season" onChange=${typed(setSeason)}>
                  <option value="">${text.whole}</option>
                  ${seasons
                    .filter(({ available }) => available !== 'no')
                    .map(
                      ({ number, name }) =>
                        html`<option key=${number} value=${number} selected=${season === String(number)}>
                          ${t.media.season(number, name)}
                        </option>`,
                    )}
                </select>`}
            />
            ${
              season !== '' &&
              html`<${Field}
                label=${text.episode}
                hint=${text.episodeHint}
                error=${tried && wrongEpisode ? text.episodeWrong : undefined}
                control=${(ties: object) =>
                  html`<input
                    ...${ties}
                    name="episode"
                    inputmode="numeric"
                    autocomplete="off"
                    value=${episode}
                    onInput=${typed(setEpisode)}
                  />`}
              />`
            }
          </div>`
        }
        <${Field}
          label=${text.message}
          hint=${text.messageHint}
          error=${tried && !message.trim() ? text.messageMissing : undefined}
          control=${(ties: object) =>
            html`<textarea
              ...${ties}
              name="message"
              rows="4"
              maxlength="2000"
              value=${message}
              onInput=${typed(setMessage)}
            ></textarea>`}
        />
      </div>
      <footer class="dialog-foot">
        <button type="button" class="button" onClick=${onClose}>${t.frame.cancel}</button>
        <button type="submit" class="button button-primary" aria-disabled=${busy}>
          ${busy ? text.busy : text.submit}
        </button>
      </footer>
    </form>
  <//>`
}
