import type { AnswerOf, InputOf } from '../../../contracts/define.ts'
import type { ExplainService, Step } from '../../../contracts/history.ts'
import type { Incident, IncidentEntry } from '../../../contracts/incidents.ts'

/** What was changed just before is looked for so far back. */
const BEFORE_MS = 3_600_000

const KINDS: readonly string[] = ['settings', 'monitor', 'deployment']

const WORDS: Readonly<Record<string, string>> = {
  'status.monitor-added': 'The check was added',
  'settings.service-configured': 'A connection was set up or changed',
  'settings.service-disconnected': 'A service was disconnected',
  settings: 'Settings were changed',
  monitor: 'The check was changed',
  deployment: 'A deployment took place',
}

/** What was changed, as people read it; what it was changed on, where that is known. */
export function sentenceOf({ type, kind, name, data }: Pick<Step, 'type' | 'kind' | 'name' | 'data'>): string {
  const title = data['title']
  const what = name ?? (typeof title === 'string' ? title : null)
  return `${WORDS[type] ?? WORDS[kind] ?? 'Something was changed'}${what ? `: ${what}` : ''}.`
}

/** What was changed just before an incident began. Nothing where nobody can tell. */
export async function influencesOn(
  incident: Incident,
  explain: (input: InputOf<typeof ExplainService>) => Promise<AnswerOf<typeof ExplainService>>,
): Promise<IncidentEntry[]> {
  if (!incident.root) return []
  const told = await explain({ service: incident.root.id, at: incident.startedAt }).catch(() => null)
  const begun = Date.parse(incident.startedAt)
  return (told?.steps ?? []).flatMap((step): IncidentEntry[] => {
    const at = Date.parse(step.at)
    if (!KINDS.includes(step.kind) || at > begun || begun - at > BEFORE_MS) return []
    return [
      {
        id: step.entryId ?? `${step.type} ${step.at}`,
        at: step.at,
        kind: 'influence',
        text: sentenceOf(step),
        actor: step.actor,
        public: false,
      },
    ]
  })
}
