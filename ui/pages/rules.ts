import { html } from 'htm/preact'
import { t } from '../messages.ts'
import { PageHead } from '../parts/page-head.ts'
import { AlertTabs } from './alerts/tabs.ts'

export const Rules = () => html`<${PageHead} title=${t.titles.rules} /><${AlertTabs} />`
