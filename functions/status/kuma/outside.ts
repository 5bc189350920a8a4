import { defineOutside } from '../../../bus/index.ts'

export const TITLE = 'Uptime Kuma'

/** Uptime Kuma over HTTP. One try: it answers 60 calls a minute, and is asked again soon. */
export const kumaOverHttp = defineOutside({ name: TITLE, tries: 1, timeoutMs: 8000 })
