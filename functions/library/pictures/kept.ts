import { type DiskCache, provided } from '../../../bus/index.ts'

/** Where pictures of Plex are kept, so that a page of posters asks nobody twice, and shows them while Plex is away. */
export const keptPictures = provided<DiskCache>('library.kept-pictures')
