import { jsonpath } from 'json-p3'

/** Why this is no JSONPath (RFC 9535), null when it is one. */
export function jsonPathProblem(path: string): string | null {
  try {
    jsonpath.compile(path)
    return null
  } catch (error) {
    return error instanceof Error ? error.message.slice(0, 200) : 'unknown error'
  }
}

/** What a path finds in a text, each as text; null when the text is no JSON. Throws on what is no path. */
export function findInJson(path: string, text: string): string[] | null {
  let parsed: Parameters<typeof jsonpath.query>[1]
  try {
    parsed = JSON.parse(text) as typeof parsed
  } catch {
    return null
  }
  return jsonpath
    .query(path, parsed)
    .values()
    .map((value) => (typeof value === 'string' ? value : JSON.stringify(value)))
}
