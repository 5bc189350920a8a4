import { parse } from 'bowser'

/** What a person knows a device by: "Firefox on Linux". */
export function deviceName(agent: string | null): string {
  if (!agent) return 'An app'
  const { browser, os } = parse(agent)
  if (!browser.name) return 'An app'
  return os.name ? `${browser.name} on ${os.name}` : browser.name
}
