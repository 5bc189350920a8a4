import { html } from 'htm/preact'
import { useState } from 'preact/hooks'
import type { ImageSize } from '../../contracts/media.ts'
import { Icon } from './icon.ts'

/** Posters stand upright, covers of music are square, backdrops and stills lie. */
export type PosterShape = 'poster' | 'square' | 'wide'

const WIDTHS: Record<PosterShape, readonly ImageSize[]> = {
  poster: ['92', '185', '342', '500', '780'],
  square: ['92', '185', '342', '500'],
  wide: ['342', '500', '780', '1280'],
}

interface Props {
  /** Of the picture; null when there is none. */
  id: string | null
  /** Drawn where there is no picture. It stands beside the poster as text too, so the picture itself is silent. */
  title: string
  /** How wide it is shown, as the `sizes` of an image. Default: a card of the grid. */
  sizes?: string
  shape?: PosterShape
  /** It is seen at once: not fetched lazily. */
  eager?: boolean
}

const addressOf = (id: string, size: string): string => `/api/media/images/${encodeURIComponent(id)}?size=${size}`

/** A picture in a frame of fixed proportions; until it is there, and when it cannot be had, its title is drawn. */
export function Poster({
  id,
  title,
  sizes = '(max-width: 600px) 30vw, 190px',
  shape = 'poster',
  eager = false,
}: Props) {
  const [missing, setMissing] = useState<string>()
  const shown = id !== null && id !== missing ? id : undefined
  return html`<div class="poster poster-${shape}">
    <div class="poster-drawn" aria-hidden="true">
      <${Icon} name=${shape === 'square' ? 'disc' : 'film'} size=${28} /><span>${title}</span>
    </div>
    ${
      shown &&
      html`<img
        key=${shown}
        alt=""
        loading=${eager ? 'eager' : 'lazy'}
        decoding="async"
        sizes=${sizes}
        srcset=${WIDTHS[shape].map((width) => `${addressOf(shown, width)} ${width}w`).join(', ')}
        src=${addressOf(shown, '342')}
        onError=${() => setMissing(shown)}
      />`
    }
  </div>`
}
