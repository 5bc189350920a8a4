/** Colours of one picture: the sky from top to bottom, three layers from far to near, the light, and the lettering. */
export interface Palette {
  sky: [string, string]
  layers: [string, string, string]
  light: string
  ink: string
}

const palette = (colours: string): Palette => {
  const [a = '', b = '', far = '', mid = '', near = '', light = '', ink = ''] = colours.split(' ').map((c) => `#${c}`)
  return { sky: [a, b], layers: [far, mid, near], light, ink }
}

export const PALETTES = {
  dusk: palette('1d2347 c8645a 7a3f5c 4a2a4d 1f1730 ffd9a0 fff1dc'),
  sea: palette('0d2a3f 4f97a3 2f6f80 1d4c5f 0c2636 f4e3b5 f3f7f2'),
  ember: palette('2a0d12 d3552b 9c2f22 5e1c1d 260b10 ffc65c ffeccb'),
  forest: palette('12281f 86a873 4d7a55 2c5540 11261d f0e2a2 f6f4e1'),
  paper: palette('efe3cd d9b68c c4885f 8a5a4a 4b3138 fff7e6 3a2430'),
  night: palette('070b1c 263a6b 1d2c56 131d3d 070b1c e9edff f2f4ff'),
  rust: palette('3b1d17 c98447 91502f 5c3024 2a1512 ffe0ae fff0da'),
  mint: palette('d7ece3 8cc7b5 5a9f96 2f6d70 173f4a fff9e3 12343c'),
  plum: palette('1e0f2e 8b4f9f 5e3380 3b1f5a 1a0c29 ffc9e3 fbeaff'),
  snow: palette('dfe8ef a9bfd0 7f9bb3 4f6c87 27405a ffffff 1d3247'),
  acid: palette('0f1f1a 6f9b2f 3f6b2b 23452a 0c1c17 e9ff8f f3ffd6'),
  rose: palette('3a1730 e39aa0 b8606f 7c3650 331328 ffe9cf fff3ea'),
  steel: palette('14181f 6a7888 49566a 2d3745 12161c ffd166 f4f6f9'),
  sun: palette('f6b24a f7dd9a e08b3e b3512f 5c2527 fffbe6 4a1c20'),
} satisfies Record<string, Palette>

export type PaletteName = keyof typeof PALETTES
