/** One place from which the system takes packages. */
export interface AptSource {
  uri: string
  suites: string[]
  components: string[]
  /** A keyring's path; undefined leaves it to the system's trusted keys. */
  signedBy?: string
}

/** Reads both formats of apt: one-line (`*.list`) and deb822 (`*.sources`). Disabled and source-only entries drop out. */
export function parseAptSources(text: string): AptSource[] {
  return /^types:/im.test(text) ? parseStanzas(text) : parseLines(text)
}

function parseStanzas(text: string): AptSource[] {
  return text
    .replaceAll(/^#.*\n?/gm, '')
    .split(/\n\s*\n/)
    .flatMap((stanza) => {
      const fields = new Map<string, string>()
      // a line that begins with a blank goes on with the field above it
      for (const line of stanza.replaceAll(/\n[ \t]+/g, ' ').split('\n')) {
        const colon = line.indexOf(':')
        if (colon > 0) fields.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim())
      }
      const words = (name: string) => (fields.get(name) ?? '').split(/\s+/).filter((word) => word !== '')
      if (!words('types').includes('deb') || /^(no|false)$/i.test(fields.get('enabled') ?? '')) return []
      const key = fields.get('signed-by')
      const signedBy = key?.startsWith('/') ? key : undefined
      return words('uris').map((uri) => ({ uri, suites: words('suites'), components: words('components'), signedBy }))
    })
}

function parseLines(text: string): AptSource[] {
  return text.split('\n').flatMap((line) => {
    const match = /^\s*deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s*([^#]*)/.exec(line)
    if (!match) return []
    const [, options = '', uri = '', suite = '', components = ''] = match
    return {
      uri,
      suites: [suite],
      components: components.split(/\s+/).filter((word) => word !== ''),
      signedBy: /signed-by=(\/\S+)/.exec(options)?.[1],
    }
  })
}
