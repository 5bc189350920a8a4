import { html } from 'htm/preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { Field } from './field.ts'

/** While somebody types, only the last word is asked for. */
const TYPING_MS = 250

interface Props {
  label: string
  search: string
  onSettled: (search: string) => void
}

/** Text that is typed, told on when it rests. */
export function SearchField({ label, search, onSettled }: Props) {
  const [typed, setTyped] = useState(search)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const tell = useRef(onSettled)
  tell.current = onSettled
  useEffect(() => {
    if (timer.current === undefined) setTyped(search)
  }, [search])
  useEffect(() => () => clearTimeout(timer.current), [])
  const onInput = (event: Event): void => {
    const { value } = event.currentTarget as HTMLInputElement
    setTyped(value)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      timer.current = undefined
      tell.current(value.trim())
    }, TYPING_MS)
  }
  return html`<${Field}
    label=${label}
    control=${(ties: object) =>
      html`<input
        ...${ties}
        type="search"
        name="search"
        autocomplete="off"
        maxlength="100"
        value=${typed}
        onInput=${onInput}
      />`}
  />`
}
