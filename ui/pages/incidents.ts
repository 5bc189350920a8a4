import { html } from 'htm/preact'
import { t } from '../messages.ts'
import { PageHead } from '../parts/page-head.ts'
import { AlertTabs } from './alerts/tabs.ts'

export const Incidents = () => html`<${PageHead} title=${t.titles.incidents} /><${AlertTabs} />`
