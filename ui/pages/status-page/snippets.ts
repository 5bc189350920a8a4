export const BADGES = ['status', 'uptime'] as const
export type Badge = (typeof BADGES)[number]

/** Where a badge is found; parentheses would end a Markdown link, and encoding leaves them. */
export const addressOf = (origin: string, name: string, badge: Badge): string =>
  `${origin}/api/public/badges/${encodeURIComponent(name).replaceAll('(', '%28').replaceAll(')', '%29')}/${badge}.svg`

const forMarkdown = (name: string): string => name.replaceAll(/[\\[\]]/g, String.raw`\$&`)
const forHtml = (name: string): string =>
  name.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')

export const asMarkdown = (origin: string, name: string, badge: Badge): string =>
  `[![${forMarkdown(name)}](${addressOf(origin, name, badge)})](${origin}/status)`

export const asHtml = (origin: string, name: string, badge: Badge): string =>
  `<a href="${origin}/status"><img src="${addressOf(origin, name, badge)}" alt="${forHtml(name)}"></a>`
