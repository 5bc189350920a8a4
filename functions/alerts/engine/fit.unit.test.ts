import { expect, it } from 'vitest'
import { daysUntilFull, type Point } from './fit.ts'

const now = new Date('2030-01-10T00:00:00Z')
const hoursAgo = (hours: number, value: number): Point => ({ at: new Date(now.getTime() - hours * 3_600_000), value })

it('draws the line of a disk that fills by 10 % a day', () => {
  const points = Array.from({ length: 49 }, (_, i) => hoursAgo(48 - i, 60 + (i * 10) / 24))
  expect(daysUntilFull(points, now)).toBeCloseTo(2, 1)
})

it.each<[string, Point[]]>([
  ['nothing is known', []],
  ['too little is known', [hoursAgo(5, 10), hoursAgo(0, 90)]],
  ['it stands still', [hoursAgo(48, 70)]],
  ['it empties', [hoursAgo(48, 90), hoursAgo(24, 70), hoursAgo(1, 50)]],
])('says nothing where %s', (_, points) => {
  expect(daysUntilFull(points, now)).toBeNull()
})
