import type { Palette } from './palettes.ts'

/** The sheet a motif is drawn on; `random` gives the same numbers for the same title. */
export interface Sheet {
  w: number
  h: number
  colours: Palette
  random: () => number
}

const n = (value: number): string => value.toFixed(1)
const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index)
const circle = (x: number, y: number, r: number, fill: string, more = ''): string =>
  `<circle cx="${n(x)}" cy="${n(y)}" r="${n(r)}" fill="${fill}" ${more}/>`
const rect = (x: number, y: number, w: number, h: number, fill: string, more = ''): string =>
  `<rect x="${n(x)}" y="${n(y)}" width="${n(w)}" height="${n(h)}" fill="${fill}" ${more}/>`
const polygon = (points: [number, number][], fill: string, more = ''): string =>
  `<polygon points="${points.map(([x, y]) => `${n(x)},${n(y)}`).join(' ')}" fill="${fill}" ${more}/>`
const line = (x1: number, y1: number, x2: number, y2: number, stroke: string, width: number): string =>
  `<line x1="${n(x1)}" y1="${n(y1)}" x2="${n(x2)}" y2="${n(y2)}" stroke="${stroke}" stroke-width="${n(width)}"/>`

/** A soft ridge from the left to the right, filled down to the ground. */
function ridge({ w, h, random }: Sheet, top: number, swing: number, fill: string, waves = 2): string {
  const phase = random() * 6
  const points = range(33).map((step): [number, number] => {
    const x = (w * step) / 32
    const at = (step / 32) * Math.PI * 2
    return [x, top + Math.sin(at * waves + phase) * swing + Math.sin(at * waves * 2.3 + phase * 2) * swing * 0.4]
  })
  return polygon([...points, [w, h], [0, h]], fill)
}

const hills = (sheet: Sheet): string => {
  const { w, h, colours, random } = sheet
  const [far, mid, near] = colours.layers
  const x = w * (0.3 + random() * 0.4)
  return [
    circle(x, h * 0.36, w * 0.3, colours.light, 'opacity="0.18"'),
    circle(x, h * 0.36, Math.min(w, h) * 0.2, colours.light),
    ridge(sheet, h * 0.5, h * 0.04, far, 1.3),
    ridge(sheet, h * 0.6, h * 0.035, mid, 1.8),
    ridge(sheet, h * 0.72, h * 0.03, near, 1.1),
  ].join('')
}

const waves = (sheet: Sheet): string => {
  const { w, h, colours } = sheet
  const rows = range(7).map((row) => {
    const fill = colours.layers[Math.min(2, Math.floor(row / 2.4))] ?? colours.ink
    return ridge(sheet, h * (0.46 + row * 0.075), h * 0.014, fill, 3 + (row % 3)).replace(
      '<polygon',
      '<polygon opacity="0.8"',
    )
  })
  return circle(w * 0.66, h * 0.34, Math.min(w, h) * 0.16, colours.light) + rows.join('')
}

const city = ({ w, h, colours, random }: Sheet): string => {
  const parts: string[] = []
  for (const [depth, fill] of colours.layers.entries()) {
    const across = 7 + depth * 2
    for (const place of range(across)) {
      const top = h * (0.3 + depth * 0.1 + random() * 0.18)
      const width = w / across
      parts.push(rect(place * width, top, width * 0.94, h - top, fill))
      if (depth === 0) continue
      for (const row of range(5)) {
        if (random() < 0.45)
          parts.push(
            rect(place * width + width * 0.3, top + 14 + row * 22, width * 0.22, 8, colours.light, 'opacity="0.85"'),
          )
      }
    }
  }
  return circle(w * 0.22, h * 0.2, w * 0.07, colours.light) + parts.join('')
}

const peaks = ({ w, h, colours, random }: Sheet): string =>
  colours.layers
    .flatMap((fill, depth) =>
      range(3).map((place) => {
        const x = w * (place / 2 + (random() - 0.5) * 0.3)
        const top = h * (0.24 + depth * 0.15 + random() * 0.08)
        const half = w * (0.42 - depth * 0.05)
        const cap = (h - top) * 0.16
        const slope = (half * cap) / (h * 0.95 - top)
        const snow: [number, number][] = [
          [x, top],
          [x + slope, top + cap],
          [x, top + cap * 0.7],
          [x - slope, top + cap],
        ]
        return (
          polygon(
            [
              [x, top],
              [x + half, h],
              [x - half, h],
            ],
            fill,
          ) + (depth === 2 ? '' : polygon(snow, colours.light, 'opacity="0.8"'))
        )
      }),
    )
    .join('')

const orbits = ({ w, h, colours, random }: Sheet): string => {
  const [x, y, r] = [w * 0.5, h * 0.42, Math.min(w, h) * 0.15]
  const stars = range(40).map(() =>
    circle(random() * w, random() * h, 0.8 + random() * 1.2, colours.light, 'opacity="0.7"'),
  )
  const rings = range(4).map((ring) => {
    const size = r * (1.6 + ring * 0.65)
    const at = random() * Math.PI * 2
    const path = `<ellipse cx="${n(x)}" cy="${n(y)}" rx="${n(size)}" ry="${n(size * 0.42)}" fill="none" stroke="${colours.ink}" stroke-opacity="0.5" stroke-width="2"/>`
    return path + circle(x + Math.cos(at) * size, y + Math.sin(at) * size * 0.42, 5 + ring * 3, colours.layers[0])
  })
  return `${stars.join('')}${circle(x, y, r, colours.light)}<g transform="rotate(-18 ${n(x)} ${n(y)})">${rings.join('')}</g>`
}

const beam = (sheet: Sheet): string => {
  const { w, h, colours } = sheet
  const [far, mid, near] = colours.layers
  const [x, top] = [w * 0.62, h * 0.3]
  return [
    polygon(
      [
        [x, top],
        [-w * 0.1, h * 0.12],
        [-w * 0.1, h * 0.4],
      ],
      colours.light,
      'opacity="0.35"',
    ),
    polygon(
      [
        [x, top],
        [w * 1.1, h * 0.24],
        [w * 1.1, h * 0.36],
      ],
      colours.light,
      'opacity="0.25"',
    ),
    ridge(sheet, h * 0.66, h * 0.02, far, 4),
    polygon(
      [
        [x - 14, top],
        [x + 14, top],
        [x + 26, h * 0.78],
        [x - 26, h * 0.78],
      ],
      colours.ink,
    ),
    rect(x - 18, h * 0.46, 36, h * 0.07, mid),
    rect(x - 16, top - 20, 32, 22, colours.light),
    polygon(
      [
        [x - 20, top - 20],
        [x, top - 40],
        [x + 20, top - 20],
      ],
      near,
    ),
    ridge(sheet, h * 0.76, h * 0.02, near, 2),
  ].join('')
}

const doors = ({ w, h, colours, random }: Sheet): string => {
  const across = w > h ? 7 : 4
  const lit = Math.floor(random() * across)
  const width = w / across
  const one = (place: number): string => {
    const [x, y] = [place * width + width * 0.14, h * 0.3]
    const fill = place === lit ? colours.light : colours.layers[(place + 1) % 2]
    const round = width * 0.36
    return `<path d="M${n(x)} ${n(h * 0.74)}V${n(y + round)}a${n(round)} ${n(round)} 0 0 1 ${n(round * 2)} 0V${n(h * 0.74)}z" fill="${fill}"/>`
  }
  const x = (lit + 0.5) * width
  const glow = polygon(
    [
      [x - width * 0.36, h * 0.74],
      [x + width * 0.36, h * 0.74],
      [x + width, h],
      [x - width, h],
    ],
    colours.light,
    'opacity="0.4"',
  )
  return rect(0, h * 0.74, w, h * 0.26, colours.layers[2]) + range(across).map(one).join('') + glow
}

const tracks = ({ w, h, colours }: Sheet): string => {
  const [x, y] = [w * 0.5, h * 0.4]
  const sleepers = range(9).map((row) => {
    const at = (row / 8) ** 2
    const half = w * (0.02 + at * 0.42)
    return rect(x - half, y + (h - y) * at, half * 2, 3 + at * 12, colours.layers[1])
  })
  return [
    circle(x, y, Math.min(w, h) * 0.17, colours.light),
    rect(0, y, w, h - y, colours.layers[2]),
    ...sleepers,
    polygon(
      [
        [x - 1, y],
        [x + 1, y],
        [x - w * 0.2, h],
        [x - w * 0.26, h],
      ],
      colours.ink,
      'opacity="0.9"',
    ),
    polygon(
      [
        [x - 1, y],
        [x + 1, y],
        [x + w * 0.26, h],
        [x + w * 0.2, h],
      ],
      colours.ink,
      'opacity="0.9"',
    ),
  ].join('')
}

const orchard = (sheet: Sheet): string => {
  const { w, h, colours, random } = sheet
  const across = w > h ? 6 : 4
  const trees = range(across).map((place) => {
    const [x, base] = [(w * (place + 0.5)) / across, h * (0.66 + random() * 0.06)]
    const size = (w / across) * (0.38 + random() * 0.16)
    const leaves = range(5).map((leaf) =>
      circle(
        x + Math.cos(leaf * 1.3) * size * 0.5,
        base - size * 2 + Math.sin(leaf * 1.3) * size * 0.5,
        size * 0.62,
        colours.layers[leaf % 2] ?? colours.ink,
        'opacity="0.9"',
      ),
    )
    return (
      line(x, base, x, base - size * 2, colours.layers[2], size * 0.18) +
      leaves.join('') +
      circle(x + size * 0.3, base - size * 1.8, size * 0.13, colours.light)
    )
  })
  return (
    ridge(sheet, h * 0.64, h * 0.02, colours.layers[1], 1) +
    trees.join('') +
    ridge(sheet, h * 0.72, h * 0.02, colours.layers[2], 1)
  )
}

const folds = ({ w, h, colours, random }: Sheet): string => {
  const [across, down] = w > h ? [8, 5] : [5, 7]
  const spot = (column: number, row: number): [number, number] => [
    (w * column) / across + (column % across === 0 ? 0 : (random() - 0.5) * 30),
    (h * row) / down + (row % down === 0 ? 0 : (random() - 0.5) * 30),
  ]
  const points = range(down + 1).map((row) => range(across + 1).map((column) => spot(column, row)))
  const fills = [...colours.layers, colours.sky[0], colours.sky[1], colours.light]
  const pick = (): string => fills[Math.floor(random() ** 1.5 * fills.length)] ?? colours.ink
  const cell = (row: number, column: number): string => {
    const [a, b] = [points[row]?.[column], points[row]?.[column + 1]]
    const [c, d] = [points[row + 1]?.[column], points[row + 1]?.[column + 1]]
    return a && b && c && d ? polygon([a, b, c], pick()) + polygon([b, d, c], pick()) : ''
  }
  return range(down)
    .flatMap((row) => range(across).map((column) => cell(row, column)))
    .join('')
}

const clock = ({ w, h, colours, random }: Sheet): string => {
  const [x, y, r] = [w * 0.5, h * 0.4, Math.min(w, h) * 0.33]
  const marks = range(12).map((hour) => {
    const at = (hour / 12) * Math.PI * 2
    return line(
      x + Math.cos(at) * r * 0.82,
      y + Math.sin(at) * r * 0.82,
      x + Math.cos(at) * r * 0.93,
      y + Math.sin(at) * r * 0.93,
      colours.layers[2],
      hour % 3 ? 3 : 7,
    )
  })
  const hand = (length: number, width: number): string => {
    const at = random() * Math.PI * 2
    return line(x, y, x + Math.cos(at) * r * length, y + Math.sin(at) * r * length, colours.layers[2], width)
  }
  return (
    circle(x, y, r * 1.12, colours.layers[1]) +
    circle(x, y, r, colours.light) +
    marks.join('') +
    hand(0.55, 8) +
    hand(0.78, 5) +
    circle(x, y, 9, colours.layers[0])
  )
}

const kites = (sheet: Sheet): string => {
  const { w, h, colours, random } = sheet
  const flown = range(5).map((place) => {
    const [x, y, s] = [
      w * (0.15 + place * 0.18),
      h * (0.16 + random() * 0.3),
      Math.min(w, h) * (0.06 + random() * 0.06),
    ]
    const string = `<path d="M${n(x)} ${n(y + s * 1.5)}Q${n(x + 40)} ${n(h * 0.55)} ${n(w * 0.48)} ${n(h * 0.72)}" stroke="${colours.ink}" stroke-opacity="0.6" stroke-width="1.5" fill="none"/>`
    const fill = [colours.light, ...colours.layers][place % 4] ?? colours.light
    return (
      string +
      polygon(
        [
          [x, y - s * 1.3],
          [x + s, y],
          [x, y + s * 1.5],
          [x - s, y],
        ],
        fill,
      ) +
      polygon(
        [
          [x, y - s * 1.3],
          [x + s, y],
          [x, y],
        ],
        colours.ink,
        'opacity="0.25"',
      )
    )
  })
  return flown.join('') + ridge(sheet, h * 0.7, h * 0.03, colours.layers[2], 1)
}

const notes = ({ w, h, colours, random }: Sheet): string => {
  const staves = range(5).map((row) => {
    const y = h * (0.26 + row * 0.07)
    return `<path d="M0 ${n(y)}C${n(w * 0.3)} ${n(y - 40)} ${n(w * 0.7)} ${n(y + 40)} ${n(w)} ${n(y)}" stroke="${colours.ink}" stroke-opacity="0.6" stroke-width="2" fill="none"/>`
  })
  const heads = range(9).map((place) => {
    const [x, y] = [w * (0.08 + place * 0.105), h * (0.26 + Math.floor(random() * 5) * 0.07)]
    const fill = [colours.light, colours.layers[0]][place % 2] ?? colours.light
    return (
      line(x + 11, y, x + 11, y - 52, fill, 3.5) +
      `<ellipse cx="${n(x)}" cy="${n(y)}" rx="13" ry="9.5" transform="rotate(-20 ${n(x)} ${n(y)})" fill="${fill}"/>`
    )
  })
  return staves.join('') + heads.join('') + rect(0, h * 0.72, w, h * 0.28, colours.layers[2])
}

const cogs = ({ w, h, colours, random }: Sheet): string => {
  const cog = (x: number, y: number, r: number, fill: string): string => {
    const turn = random() * 30
    const teeth = range(12).map((tooth) =>
      rect(
        x - r * 0.12,
        y - r * 1.18,
        r * 0.24,
        r * 0.3,
        fill,
        `transform="rotate(${n(turn + tooth * 30)} ${n(x)} ${n(y)})"`,
      ),
    )
    return teeth.join('') + circle(x, y, r, fill) + circle(x, y, r * 0.5, colours.sky[0])
  }
  const size = Math.min(w, h)
  return (
    cog(w * 0.36, h * 0.32, size * 0.24, colours.layers[0]) +
    cog(w * 0.72, h * 0.5, size * 0.19, colours.light) +
    cog(w * 0.24, h * 0.64, size * 0.15, colours.layers[1])
  )
}

const houses = (sheet: Sheet): string => {
  const { w, h, colours, random } = sheet
  const across = w > h ? 9 : 5
  const row = range(across).map((place) => {
    const width = w / across
    const [x, top] = [place * width, h * (0.42 + random() * 0.12)]
    const fill = colours.layers[place % 2] ?? colours.ink
    const window = rect(
      x + width * 0.36,
      top + 26,
      width * 0.28,
      22,
      random() < 0.6 ? colours.light : colours.layers[2],
    )
    return (
      polygon(
        [
          [x, top],
          [x + width / 2, top - width * 0.5],
          [x + width, top],
        ],
        colours.layers[2],
      ) +
      rect(x, top, width, h * 0.74 - top, fill) +
      window
    )
  })
  return (
    circle(w * 0.78, h * 0.2, w * 0.08, colours.light) +
    row.join('') +
    ridge(sheet, h * 0.72, h * 0.008, colours.layers[2], 2)
  )
}

const lanterns = ({ w, h, colours, random }: Sheet): string =>
  range(9)
    .map((place) => {
      const [x, y, s] = [
        w * (0.1 + place * 0.1),
        h * (0.14 + random() * 0.46),
        Math.min(w, h) * (0.035 + random() * 0.03),
      ]
      return (
        line(x, 0, x, y, colours.layers[0], 1.5) +
        circle(x, y, s * 2.4, colours.light, 'opacity="0.16"') +
        `<rect x="${n(x - s)}" y="${n(y - s * 1.2)}" width="${n(s * 2)}" height="${n(s * 2.4)}" rx="${n(s * 0.7)}" fill="${colours.light}"/>` +
        rect(x - s * 0.6, y - s * 1.5, s * 1.2, s * 0.4, colours.layers[2])
      )
    })
    .join('')

const shards = (sheet: Sheet): string => {
  const { w, h, colours, random } = sheet
  const spikes = colours.layers.flatMap((fill, depth) =>
    range(8).map((place) => {
      const x = (w * (place + random())) / 8
      return polygon(
        [
          [x - w * 0.09, h],
          [x + w * 0.09, h],
          [x + (random() - 0.5) * 40, h * (0.32 + depth * 0.16 + random() * 0.16)],
        ],
        fill,
      )
    }),
  )
  const [x, y, r] = [w * 0.5, h * 0.27, Math.min(w, h) * 0.12]
  return circle(x, y, r * 1.5, colours.light, 'opacity="0.2"') + circle(x, y, r, colours.light) + spikes.join('')
}

const MOTIFS = {
  hills,
  waves,
  city,
  peaks,
  orbits,
  beam,
  doors,
  tracks,
  orchard,
  folds,
  clock,
  kites,
  notes,
  cogs,
  houses,
  lanterns,
  shards,
}
export type MotifName = keyof typeof MOTIFS

export function drawn(name: MotifName, sheet: Sheet): string {
  return MOTIFS[name](sheet)
}
