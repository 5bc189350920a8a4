import { html } from 'htm/preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Entry, EntryNode } from '../../../contracts/journal.ts'
import { api } from '../../api.ts'
import { descendants } from '../../format/tree.ts'
import { t } from '../../messages.ts'
import { Confirm } from '../../parts/confirm.ts'
import { Icon } from '../../parts/icon.ts'
import { sayFailure } from '../../state/notices.ts'
import { carryOut } from '../../state/outcomes.ts'
import { factOf, iconOf } from './fact.ts'

const text = t.journal.redo
/** When it is looked at what came of it; after the last look nothing more is expected. */
const LOOKS_MS = [300, 500, 1000, 1500]
/** The redo itself, which is no result of it. */
const ITSELF = new Set(['journal.redo', 'journal.redone', 'webhooks.received'])

interface Props {
  entry: Entry
  onTree: (root: EntryNode) => void
  onChoose: (id: string) => void
}

type Step = 'idle' | 'asking' | 'watching' | 'over'

const idsIn = (root: EntryNode): Set<string> => new Set([root, ...descendants(root)].map(({ id }) => id))
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Handles an entry again after asking, and shows what came of it. */
export function Redo({ entry, onTree, onChoose }: Props) {
  const [step, setStep] = useState<Step>('idle')
  const [results, setResults] = useState<EntryNode[]>([])
  const gone = useRef(false)
  useEffect(() => () => void (gone.current = true), [])

  const watch = async (known: ReadonlySet<string>): Promise<void> => {
    setStep('watching')
    for (const ms of LOOKS_MS) {
      await wait(ms)
      if (gone.current) return
      const { root } = await api.readTree({ id: entry.id })
      onTree(root)
      setResults([root, ...descendants(root)].filter(({ id, type }) => !known.has(id) && !ITSELF.has(type)))
    }
    setStep('over')
  }
  const redo = async (): Promise<void> => {
    const known = idsIn((await api.readTree({ id: entry.id })).root)
    setResults([])
    let left = false
    try {
      await carryOut(api.redoEntry({ id: entry.id }), () => {
        left = true
        setStep('idle')
      })
    } catch (problem) {
      if (!left) throw problem
      return void sayFailure(problem)
    }
    watch(known).catch((problem: unknown) => {
      setStep('over')
      sayFailure(problem)
    })
  }
  const dead = entry.kind === 'dead-letter'
  return html`<button type="button" class="button" onClick=${() => setStep('asking')}>
      <${Icon} name="redo" />${text.action}
    </button>
    <${Outcome} step=${step} results=${results} onChoose=${onChoose} />
    ${
      step === 'asking' &&
      html`<${Confirm}
        title=${dead ? text.titleDead : text.titleHook}
        text=${dead ? text.textDead : text.textHook}
        more=${text.audited}
        confirm=${text.confirm}
        busy=${text.busy}
        onConfirm=${redo}
        onClose=${() => setStep('idle')}
      />`
    }`
}

interface OutcomeProps {
  step: Step
  results: readonly EntryNode[]
  onChoose: (id: string) => void
}

function Outcome({ step, results, onChoose }: OutcomeProps) {
  const watched = step === 'watching' || step === 'over'
  const sentence = results.length > 0 ? text.cameOf(results.length) : step === 'over' ? text.nothing : text.waiting
  return html`<div class="redo-outcome" role="status" aria-label=${text.result}>
    ${
      watched &&
      html`<p>${sentence}</p>
        <ul>
          ${results.map(
            (entry) =>
              html`<li key=${entry.id}>
                <${Icon} name=${iconOf(entry)} size=${16} />
                <button type="button" class="link" onClick=${() => onChoose(entry.id)}>${factOf(entry)}</button>
              </li>`,
          )}
        </ul>`
    }
  </div>`
}
