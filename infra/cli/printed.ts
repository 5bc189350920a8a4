import { stripVTControlCharacters } from 'node:util'

const WIDE =
  /^[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|^\p{Extended_Pictographic}/u

const segmenter = new Intl.Segmenter()

/** What a reader sees as one sign each. */
const signsOf = (text: string): string[] =>
  /^[\x20-\x7e]*$/.test(text) ? text.split('') : Array.from(segmenter.segment(text), ({ segment }) => segment)

/** How many columns a terminal gives one sign. */
const columnsOf = (sign: string): number => (/^\p{M}/u.test(sign) ? 0 : WIDE.test(sign) ? 2 : 1)

/** How many columns a text takes. */
export const widthOf = (text: string): number => signsOf(text).reduce((sum, sign) => sum + columnsOf(sign), 0)

/**
 * What others wrote (keys, names, reasons) on one line and without the signs that steer a terminal: a webhook must not
 * be able to clear the operator's screen.
 */
export const plain = (text: string): string =>
  stripVTControlCharacters(text)
    .replaceAll(/\p{C}+|\s+/gu, ' ')
    .trim()

/** Shortened to so many columns, with an ellipsis where something is missing. */
export function shortened(text: string, width: number): string {
  if (widthOf(text) <= width) return text
  let taken = ''
  let used = 0
  for (const sign of signsOf(text)) {
    used += columnsOf(sign)
    if (used > width - 1) break
    taken += sign
  }
  return width > 0 ? `${taken}…` : ''
}

/** Filled with blanks to so many columns. */
export const padded = (text: string, width: number, right = false): string => {
  const blanks = ' '.repeat(Math.max(0, width - widthOf(text)))
  return right ? blanks + text : text + blanks
}

/** A text as lines of at most so many columns, broken between words. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}
