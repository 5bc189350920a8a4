import { expect, it } from 'vitest'
import type { Incident, IncidentEntry } from '../../../contracts/incidents.ts'
import { escape, postMortem } from './markdown.ts'

const incident: Incident = {
  id: '00000000-0000-4000-8000-000000000001',
  title: 'A|B <script> is offline',
  severity: 'critical',
  state: 'resolved',
  startedAt: '2030-01-01T12:00:00.000Z',
  resolvedAt: '2030-01-01T13:30:00.000Z',
  root: { id: 'x', name: 'A|B <script>' },
  affected: [{ id: 'x', name: 'A|B <script>', since: '2030-01-01T12:00:00.000Z', until: '2030-01-01T12:45:00.000Z' }],
  alertIds: [],
  automatic: true,
  published: false,
  version: 1,
}
const note: IncidentEntry = {
  id: 'n',
  at: '2030-01-01T12:10:00.000Z',
  kind: 'note',
  text: 'First line\n# no heading',
  actor: 'user:1',
  public: false,
}

it('tells what happened, for how long, and leaves room for causes and follow-ups', () => {
  const text = postMortem(incident, [note], new Date(), () => 'Ada *')
  expect(text).toContain('- Duration: 1 h 30 min')
  expect(text).toContain('| A\\|B \\<script\\> | 2030-01-01 12:00:00 | 2030-01-01 12:45:00 | 45 min |')
  expect(text).toContain('- 2030-01-01 12:10:00 UTC, note: First line  \n  \\# no heading (Ada \\*)')
  expect(text.match(/^## .*$/gm)).toEqual([
    '## Summary',
    '## Affected',
    '## Timeline',
    '## Notes',
    '## Causes',
    '## Follow-ups',
  ])
})

it('lets no name be more than a name', () => {
  expect(escape('[x](javascript:y)\n<b>')).toBe('\\[x\\](javascript:y) \\<b\\>')
  expect(escape('![x](y) `z` _a_ *b* ~~c~~ &lt; {d} \\e')).toBe(
    '!\\[x\\](y) \\`z\\` \\_a\\_ \\*b\\* \\~\\~c\\~\\~ \\&lt; \\{d\\} \\\\e',
  )
})

it('leaves a sentence as it is, and takes their meaning from signs that begin something', () => {
  const sentence = 'answered 503 (expected 200-299), 10.0.0.1:8080 + more!'
  expect(escape(sentence)).toBe(sentence)
  expect(['- a', '+ a', '---', '  === ', ':--', '1. a', ' 12) a', '2026-01-01', '# a', '> a'].map(escape)).toEqual([
    '\\- a',
    '\\+ a',
    '\\---',
    '  \\=== ',
    '\\:--',
    '1\\. a',
    ' 12\\) a',
    '2026-01-01',
    '\\# a',
    '\\> a',
  ])
})
