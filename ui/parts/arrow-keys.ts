const STEP: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** Arrow keys go from tile to tile as the eye does, across groups and whatever the number of columns. */
export function onArrowKey(event: KeyboardEvent): void {
  const step = STEP[event.key]
  const from = event.target as HTMLElement
  if (!step || !from.matches('[data-tile]')) return
  const board = event.currentTarget as HTMLElement
  const next = nearest(from, [...board.querySelectorAll<HTMLElement>('[data-tile]')], step)
  if (!next) return
  event.preventDefault()
  next.focus()
}

const middle = (element: HTMLElement): { x: number; y: number } => {
  const { left, top, width, height } = (element.closest('article') ?? element).getBoundingClientRect()
  return { x: left + width / 2, y: top + height / 2 }
}

function nearest(from: HTMLElement, all: HTMLElement[], [dx, dy]: readonly [number, number]): HTMLElement | undefined {
  if (dx !== 0) return all[all.indexOf(from) + dx]
  const start = middle(from)
  const candidates = all
    .map((element) => ({ element, at: middle(element) }))
    .filter(({ at }) => (at.y - start.y) * dy > 1)
    .map(({ element, at }) => ({ element, far: Math.abs(at.y - start.y) * 4 + Math.abs(at.x - start.x) }))
  return candidates.toSorted((a, b) => a.far - b.far)[0]?.element
}
