import '../style/requests.css'
import { html } from 'htm/preact'
import { useEffect, useState } from 'preact/hooks'
import type { RouteAnswer } from '../../contracts/http.ts'
import { api } from '../api.ts'
import { RequestFailed } from '../failure.ts'
import { t } from '../messages.ts'
import { Empty } from '../parts/empty.ts'
import { Field } from '../parts/field.ts'
import { Icon } from '../parts/icon.ts'
import { focusTitle, PageHead } from '../parts/page-head.ts'
import { Problem } from '../parts/problem.ts'
import { ProblemState } from '../parts/problem-state.ts'
import { Bars } from '../parts/skeleton.ts'
import { Time } from '../parts/time.ts'
import { useSubmit } from '../parts/use-submit.ts'
import { place } from '../router.ts'
import { hear } from '../state/live.ts'
import { say, sayFailure } from '../state/notices.ts'
import { carryOut } from '../state/outcomes.ts'
import { isAdmin } from '../state/session.ts'
import { useAgain } from '../state/use-again.ts'
import { useAnswer } from '../state/use-answer.ts'

const text = t.problems
type Whole = RouteAnswer<'getIssue'>

/** The reported problem that the address names, with what was said about it. */
export function ProblemPage() {
  const id = /^\/issues\/([\w-]+)$/.exec(place.value.path)?.[1] ?? ''
  return html`<${One} key=${id} id=${id} />`
}

function One({ id }: { id: string }) {
  const { answer, error, reload } = useAnswer(() => api.getIssue({ id }), [])
  useEffect(() => {
    if (document.activeElement === document.body) focusTitle()
    const stops = [
      hear(['requests.issue-moved'], ({ data }) => {
        if ((data as { issueId: string }).issueId === id) reload()
      }),
      hear(['reset'], reload),
    ]
    return () => stops.forEach((stop) => stop())
  }, [])
  // that Seerr took it is told to nobody
  useAgain(answer, !!answer?.waitingSince || !!answer?.discussion.some(({ waiting }) => waiting), reload)
  const code = error instanceof RequestFailed ? error.code : undefined
  if (code === 'NOT_FOUND' || code === 'INVALID') {
    return html`<${PageHead} title=${t.titles.problem} />
      <${Empty} icon="inbox" title=${text.notThere.title} text=${text.notThere.text}>
        <a class="button" href="/issues">${text.notThere.back}</a>
      <//>`
  }
  if (!answer) {
    return html`<${PageHead} title=${t.titles.problem} />
      ${error === undefined ? html`<${Bars} rows=${3} />` : html`<${Problem} error=${error} onRetry=${reload} />`}`
  }
  return html`<${Discussion} issue=${answer} reload=${reload} />`
}

function Discussion({ issue, reload }: { issue: Whole; reload: () => void }) {
  const { mediaType, mediaId, kind, status, season, episode, message, mine, reportedBy, createdAt, discussion } = issue
  const title = issue.title ?? text.untitled
  return html`<a class="back-link" href="/issues"><${Icon} name="back" size=${16} />${text.back}</a>
    <${PageHead}
      title=${`${title}: ${text.kind[kind]}`}
      lead=${html`<p role="status"><${ProblemState} status=${status} /> ${text.where(season, episode)}</p>`}
    >
      <a class="button" href="/media/${mediaType}/${mediaId}">${text.toTitle}</a>
      ${(mine || isAdmin()) && html`<${Turn} issue=${issue} onDone=${reload} />`}
    <//>
    ${issue.waitingSince && html`<p class="standing standing-wait">${text.waiting(Date.parse(issue.waitingSince))}</p>`}
    <section class="panel problem-said" aria-labelledby="said-title">
      <h2 id="said-title">${text.discussion}</h2>
      <ol class="remarks">
        <${Remark} name=${mine ? text.you : reportedBy.name} at=${createdAt} message=${message} />
        ${discussion.map(
          (comment) =>
            html`<${Remark}
              key=${comment.id}
              name=${comment.mine ? text.you : comment.by.name}
              at=${comment.at}
              message=${comment.message}
              waiting=${comment.waiting}
            />`,
        )}
      </ol>
      <${CommentForm} id=${issue.id} onDone=${reload} />
    </section>`
}

interface RemarkProps {
  name: string
  at: string
  message: string
  waiting?: boolean
}

const Remark = ({ name, at, message, waiting = false }: RemarkProps) =>
  html`<li class="remark">
    <p class="small">
      <b>${name}</b> <span class="muted"><${Time} at=${at} /></span>
      ${waiting && html` <span class="tag">${text.commentWaiting}</span>`}
    </p>
    <p class="remark-message break">${message}</p>
  </li>`

/** Resolves it, or opens it again. */
function Turn({ issue: { id, status }, onDone }: { issue: Whole; onDone: () => void }) {
  const resolved = status === 'resolved'
  const { busy, submit } = useSubmit(async () => {
    try {
      await carryOut(resolved ? api.reopenIssue({ id }) : api.resolveIssue({ id }))
      say('ok', resolved ? text.reopened : text.resolved)
      onDone()
    } catch (problem) {
      sayFailure(problem)
    }
  })
  return html`<button type="button" class="button" aria-disabled=${busy} onClick=${() => void submit()}>
    ${busy ? text.busy : resolved ? text.reopen : text.resolve}
  </button>`
}

function CommentForm({ id, onDone }: { id: string; onDone: () => void }) {
  const [message, setMessage] = useState('')
  const [tried, setTried] = useState(false)
  const { busy, error, submit } = useSubmit(async () => {
    setTried(true)
    if (!message.trim()) return
    await carryOut(api.commentIssue({ id, message: message.trim() }))
    setMessage('')
    setTried(false)
    say('ok', text.sent)
    onDone()
  })
  return html`<form class="form" onSubmit=${submit} novalidate>
    ${error !== undefined && html`<${Problem} error=${error} />`}
    <${Field}
      label=${text.comment}
      hint=${text.commentHint}
      error=${tried && !message.trim() ? text.commentMissing : undefined}
      control=${(ties: object) =>
        html`<textarea
          ...${ties}
          rows="3"
          maxlength="2000"
          value=${message}
          onInput=${(event: Event) => setMessage((event.currentTarget as HTMLTextAreaElement).value)}
        ></textarea>`}
    />
    <div class="buttons">
      <button type="submit" class="button button-primary" aria-disabled=${busy}>
        ${busy ? text.sending : text.send}
      </button>
    </div>
  </form>`
}
