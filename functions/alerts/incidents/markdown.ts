import type { Incident, IncidentEntry } from '../../../contracts/incidents.ts'
import { spell } from '../engine/words.ts'

/**
 * What Markdown or HTML would take for their own, harmless on one line. What begins a list, an underlined heading or a
 * table does so at the start of a line only, and is left as it is elsewhere; parentheses and `!` mean nothing beside a
 * bracket that is escaped.
 */
export const escape = (text: string): string =>
  text
    .replaceAll(/[\r\n]+/g, ' ')
    .replaceAll(/[\\`*_{}[\]#|<>~&]/g, (sign) => `\\${sign}`)
    .replace(/^(\s*)([-+=:])/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])/, '$1\\$2')

const utc = (at: string): string => `${at.slice(0, 10)} ${at.slice(11, 19)}`

const length = (from: string, to: string | null, now: Date): string =>
  `${spell((to === null ? now.getTime() : Date.parse(to)) - Date.parse(from))}${to === null ? ' so far' : ''}`

/** An incident as a post-mortem; times are UTC. `nameOf` gives what an actor is called. */
export function postMortem(
  incident: Incident,
  timeline: readonly IncidentEntry[],
  now: Date,
  nameOf: (actor: string) => string,
): string {
  const { startedAt, resolvedAt, root, affected } = incident
  const who = ({ actor }: IncidentEntry): string => (actor === null ? '' : ` (${escape(nameOf(actor))})`)
  const notes = timeline.filter(({ kind }) => kind === 'note')
  const indented = (text: string): string => text.split(/\r?\n/).map(escape).join('  \n  ')
  const lines = [
    `# ${escape(incident.title)}`,
    '',
    '## Summary',
    '',
    `- Severity: ${incident.severity}`,
    `- State: ${incident.state}`,
    `- Began: ${utc(startedAt)} UTC`,
    `- Ended: ${resolvedAt === null ? 'not yet' : `${utc(resolvedAt)} UTC`}`,
    `- Duration: ${length(startedAt, resolvedAt, now)}`,
    ...(root ? [`- Put down to: ${escape(root.name)}`] : []),
    `- Services affected: ${new Set(affected.map(({ id }) => id)).size}`,
    '',
    '## Affected',
    '',
    ...(affected.length === 0
      ? ['No service.']
      : [
          '| Service | From (UTC) | To (UTC) | Duration |',
          '| --- | --- | --- | --- |',
          ...affected.map(
            ({ name, since, until }) =>
              `| ${escape(name)} | ${utc(since)} | ${until === null ? 'not yet' : utc(until)} | ${length(since, until, now)} |`,
          ),
        ]),
    '',
    '## Timeline',
    '',
    ...timeline.map((entry) => `- ${utc(entry.at)} UTC, ${entry.kind}: ${indented(entry.text)}${who(entry)}`),
    '',
    '## Notes',
    '',
    ...(notes.length === 0 ? ['None.'] : notes.map((note) => `- ${indented(note.text)}${who(note)}`)),
    '',
    '## Causes',
    '',
    '',
    '## Follow-ups',
    '',
    '- [ ] ',
    '',
  ]
  return lines.join('\n')
}
