import { html } from 'htm/preact'
import type { MediaIssue } from '../../contracts/media-issues.ts'
import { t } from '../messages.ts'
import { Icon } from './icon.ts'

/** Whether a reported problem is still one: mark and word. */
export const ProblemState = ({ status }: Pick<MediaIssue, 'status'>) =>
  html`<span class="tag problem-state ${status === 'resolved' ? 'tag-ok' : 'tag-bad'}">
    <${Icon} name=${status === 'resolved' ? 'check' : 'warning'} size=${14} />${t.problems.state[status]}
  </span>`
