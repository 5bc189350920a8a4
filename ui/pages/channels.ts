import { html } from 'htm/preact'
import { t } from '../messages.ts'
import { PageHead } from '../parts/page-head.ts'
import { AlertTabs } from './alerts/tabs.ts'

export const Channels = () => html`<${PageHead} title=${t.titles.channels} /><${AlertTabs} />`
