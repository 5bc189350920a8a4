import type { Expected } from '../../../contracts/monitor-kinds.ts'
import type { CheckOptions } from '../../../contracts/monitor.ts'
import { oneLine } from '../one-line.ts'
import { MOST_BYTES } from './get.ts'
import { findInJson, jsonPathProblem } from './json-path.ts'

/** Whether a monitor asks for anything in the body. */
export const asksBody = ({ keyword, jsonPath }: CheckOptions): boolean =>
  keyword !== undefined || jsonPath !== undefined

const shown = (values: readonly string[]): string => {
  const text = values.join(', ')
  return text.length > 80 ? `${oneLine(text, 80)}…` : text
}

/** Whether there was more of it than is read. */
const isCut = (body: string): boolean => Buffer.byteLength(body) >= MOST_BYTES

/** Why a body is not what a person asked for, null when it is. */
export function bodyComplaint(body: string, options: CheckOptions): string | null {
  const { keyword, keywordAbsent, jsonPath, jsonEquals } = options
  if (keyword !== undefined && body.includes(keyword) === (keywordAbsent ?? false))
    return keywordAbsent
      ? `the answer holds "${keyword}"`
      : `the answer does not hold "${keyword}"${isCut(body) ? ' in its first megabyte, and no more of it is read' : ''}`
  if (jsonPath === undefined) return null
  const problem = jsonPathProblem(jsonPath)
  if (problem !== null) return `${jsonPath} is no JSONPath: ${problem}`
  const found = findInJson(jsonPath, body)
  if (found === null)
    return isCut(body)
      ? 'the answer is longer than the megabyte that is read of it, so it cannot be taken for JSON'
      : 'the answer is not JSON'
  if (found.length === 0) return `the answer has nothing at ${jsonPath}`
  if (jsonEquals === undefined || found.includes(jsonEquals)) return null
  return `${jsonPath} is ${shown(found)} and not ${jsonEquals}`
}

/** Whether a body is as the product of the table writes it. */
export function isExpected(body: string, { text, json, equals }: Expected): boolean {
  if (text !== undefined && !body.includes(text)) return false
  if (json === undefined) return true
  const found = findInJson(json, body) ?? []
  return equals === undefined ? found.length > 0 : found.some((value) => value.toLowerCase() === equals.toLowerCase())
}
