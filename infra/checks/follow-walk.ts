import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** The three kinds of edit that CONTRIBUTING.md tells, each followed by a block of code. */
const EDIT =
  /([Cc]reate `([^`]+)`:|At the end of `([^`]+)`, add:|(?:[Ii]n `([^`]+)`, )?below `([^`]+)`,\s+add:)\n\n```(?:ts|json)\n([\s\S]*?)\n```/g

/**
 * Does in `root` what the walk through a first function says, word for word. Gives the files that it touched. Throws
 * with the line that is not there exactly once.
 */
export function followWalk(text: string, root: string): string[] {
  const walk = text.slice(text.lastIndexOf('## Your first function'))
  const touched: string[] = []
  let file = ''
  for (const [, , created, appended, named, anchor, body = ''] of walk.matchAll(EDIT)) {
    file = created ?? appended ?? named ?? file
    touched.push(file)
    const at = path.join(root, file)
    if (created) writeFileSync(at, `${body}\n`)
    else if (appended) writeFileSync(at, `${readFileSync(at, 'utf8')}${body}\n`)
    else writeFileSync(at, insertBelow(file, readFileSync(at, 'utf8'), anchor ?? '', body))
  }
  return touched
}

function insertBelow(file: string, text: string, anchor: string, body: string): string {
  const lines = text.split('\n')
  const places = lines.flatMap((line, index) => (line === anchor ? [index] : []))
  if (places.length !== 1) throw new Error(`${file} has the line "${anchor}" ${places.length} times.`)
  lines.splice(places[0]! + 1, 0, ...body.split('\n'))
  return lines.join('\n')
}
