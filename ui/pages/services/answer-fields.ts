import { html } from 'htm/preact'
import { RECORD_TYPES } from './record-types.ts'
import { t } from '../../messages.ts'
import { CheckBox } from '../../parts/check-box.ts'
import { Field } from '../../parts/field.ts'
import type { Draft, Wrong } from './draft.ts'
import { inputsOf, type Ties, valueOf } from './inputs.ts'
import { optionsFor, type OptionName } from './options.ts'
import { useFold } from './use-fold.ts'

const text = t.services.fields

interface Props {
  draft: Draft
  wrong: Wrong
  onChange: (change: Partial<Draft>) => void
}

/** What an answer must be like, as far as this kind of monitor can ask for it; open where something is asked. */
export function AnswerFields({ draft, wrong, onChange }: Props) {
  const names = optionsFor(draft.kind)
  const fold = useFold(names.some((name) => wrong[name]) || wrong.acceptedCodes !== undefined, wrong)
  const { input, number } = inputsOf(draft, onChange)
  if (names.length === 0) return null
  const field = (name: OptionName, hint: string | undefined, control: unknown) =>
    names.includes(name) &&
    html`<${Field} key=${name} label=${text[name]} hint=${hint} error=${wrong[name]} control=${control} />`
  const plain = { spellcheck: false, autocapitalize: 'none' }
  return html`<details class="more" ref=${fold} open=${draft.kind === 'dns'}>
    <summary>${text.answer}</summary>
    ${field('keyword', text.keywordHint, input('keyword', plain))}
    ${
      names.includes('keyword') &&
      draft.keyword &&
      html`<${CheckBox}
        label=${text.keywordAbsent}
        checked=${draft.keywordAbsent}
        onChange=${(keywordAbsent: boolean) => onChange({ keywordAbsent })}
      />`
    }
    ${field('jsonPath', text.jsonPathHint, input('jsonPath', { ...plain, class: 'mono' }))}
    ${field('jsonEquals', text.jsonEqualsHint, input('jsonEquals', plain))}
    ${field('recordType', undefined, (ties: Ties) => recordSelect(ties, draft, onChange))}
    ${field('expected', text.expectedHint, input('expected', plain))}
    ${field('resolver', text.resolverHint, input('resolver', plain))}
    ${
      names.includes('certificateDays') &&
      html`<${Field}
        label=${text.codes}
        hint=${text.codesHint}
        error=${wrong.acceptedCodes}
        control=${input('acceptedCodes')}
      />`
    }
    ${
      !draft.target.trim().toLowerCase().startsWith('http://') &&
      field('certificateDays', text.certificateHint, number('certificateDays', text.days))
    }
  </details>`
}

const recordSelect = (ties: Ties, draft: Draft, onChange: Props['onChange']) =>
  html`<select ...${ties} name="recordType" onChange=${(event: Event) => onChange({ recordType: valueOf(event) })}>
    <option value="" selected=${draft.recordType === ''}>${text.recordAny}</option>
    ${RECORD_TYPES.map((type) => html`<option key=${type} value=${type} selected=${draft.recordType === type}>${type}</option>`)}
  </select>`
