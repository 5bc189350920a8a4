import { html } from 'htm/preact'
import { t } from '../../messages.ts'
import { Field } from '../../parts/field.ts'
import { type Draft, formOf, type Wrong } from './draft.ts'
import { inputsOf } from './inputs.ts'
import { useFold } from './use-fold.ts'

const text = t.services.fields

interface Props {
  draft: Draft
  wrong: Wrong
  onChange: (change: Partial<Draft>) => void
}

/** How often it is checked, and what is put up with. */
export function HowItIsChecked({ draft, wrong, onChange }: Props) {
  const { number, input } = inputsOf(draft, onChange)
  const { intervalSeconds, timeoutMs, retries, retrySeconds, degradedAboveMs } = wrong
  const anyWrong = intervalSeconds ?? timeoutMs ?? retries ?? retrySeconds ?? degradedAboveMs
  const fold = useFold(anyWrong !== undefined, wrong)
  const calls = formOf(draft) === 'none'
  return html`<details class="more" ref=${fold}>
    <summary>${text.more}</summary>
    <${Field}
      label=${calls ? text.pushInterval : text.interval}
      error=${intervalSeconds}
      control=${number('intervalSeconds', text.seconds)}
    />
    ${
      !calls &&
      html`<${Field} label=${text.timeout} error=${timeoutMs} control=${number('timeoutMs', text.milliseconds)} />`
    }
    <${Field}
      label=${text.retries}
      hint=${text.retriesHint}
      error=${retries}
      control=${input('retries', { inputmode: 'numeric' })}
    />
    ${
      Number(draft.retries) > 0 &&
      html`<${Field}
        label=${text.retrySeconds}
        error=${retrySeconds}
        control=${number('retrySeconds', text.seconds)}
      />`
    }
    <${Field}
      label=${text.degraded}
      hint=${text.degradedHint}
      error=${degradedAboveMs}
      control=${number('degradedAboveMs', text.milliseconds)}
    />
  </details>`
}
