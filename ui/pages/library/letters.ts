import { html } from 'htm/preact'
import type { RouteAnswer } from '../../../contracts/http.ts'
import { t } from '../../messages.ts'

const text = t.library.shelf
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ#'.split('')

interface Props {
  letters: RouteAnswer<'libraryFilters'>['letters']
  chosen: string | undefined
  onChoose: (letter: string | undefined) => void
}

/** From A to Z at one press; a letter that nothing begins with stands there, so that the others keep their place. */
export function Letters({ letters, chosen, onChoose }: Props) {
  const many = new Map(letters.map(({ letter, count }) => [letter, count]))
  return html`<div class="alphabet" role="group" aria-label=${text.letters}>
    <button type="button" class="letter-all" aria-pressed=${chosen === undefined} onClick=${() => onChoose(undefined)}>
      ${text.allLetters}
    </button>
    ${ALPHABET.map((letter) => {
      const count = many.get(letter) ?? 0
      return html`<button
        key=${letter}
        type="button"
        aria-pressed=${chosen?.toUpperCase() === letter}
        aria-label=${text.letter(letter, count)}
        disabled=${count === 0}
        onClick=${() => onChoose(letter)}
      >
        ${letter}
      </button>`
    })}
  </div>`
}
