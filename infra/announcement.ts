export interface Announced {
  url: string
  /** The page is served by another process that says itself where. */
  withoutPage?: boolean
  dataDir: string
  firstStart?: { username: string; password?: string }
}

/** What the person at the terminal reads when the portal is ready; the password stands in it this once. */
export function announcement({ url, withoutPage, dataDir, firstStart }: Announced): string {
  const lines = ['', `  ${withoutPage ? 'The API' : 'MediaNest'} is ready at ${url}`, `  Its data lie in ${dataDir}`]
  if (firstStart) {
    lines.push('', `  Sign in as        ${firstStart.username}`)
    lines.push(
      firstStart.password === undefined
        ? '  with the password from ADMIN_PASSWORD'
        : `  One-time password ${firstStart.password}   (shown only now; you choose your own when you sign in)`,
    )
  }
  return `${lines.join('\n')}\n\n`
}
