import { html } from 'htm/preact'
import { Poster, type PosterShape } from './poster.ts'

interface Props {
  href: string
  title: string
  posterId: string | null
  /** Below the title: year, kind, or what it belongs to. */
  more?: string | undefined
  shape?: PosterShape
  /** Drawn over the picture's foot. */
  over?: unknown
  /** Below the words. */
  children?: unknown
}

/** A title as a picture with its name below; the whole of it is one link. */
export function MediaCard({ href, title, posterId, more, shape = 'poster', over, children }: Props) {
  return html`<a class="media-card" href=${href} data-tile>
    <span class="media-card-picture"><${Poster} id=${posterId} title=${title} shape=${shape} />${over}</span>
    <span class="media-card-title">${title}</span>
    ${more && html`<span class="media-card-more">${more}</span>`} ${children}
  </a>`
}
