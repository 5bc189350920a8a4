import type { MediaSummary } from '../../../contracts/media.ts'

/** The page of a title. */
export const pathOf = ({ mediaType, id }: Pick<MediaSummary, 'mediaType' | 'id'>): string =>
  `/media/${mediaType === 'music' ? 'album' : mediaType}/${id}`
