/** A picture of an item: its poster (`thumb`) or what stands behind it (`art`). */
export type PictureKind = 'thumb' | 'art'

/**
 * The opaque id of a picture: `p-<item>-<t or a>-<edition>`. The edition is the end of Plex's path, which changes when
 * the picture does; null where there is no picture.
 */
export function idOfPicture(ratingKey: string, kind: PictureKind, path: string | null): string | null {
  if (path === null) return null
  const edition = (path.split('/').at(-1) ?? '').replace(/[^\w]/g, '').slice(-20) || '0'
  return `p-${ratingKey}-${kind === 'thumb' ? 't' : 'a'}-${edition}`
}

/** Undefined for what is no id of ours. */
export function pictureOfId(id: string): { ratingKey: string; kind: PictureKind } | undefined {
  const [, ratingKey, letter] = /^p-([\w-]{1,64})-([ta])-\w{1,20}$/.exec(id) ?? []
  return ratingKey === undefined ? undefined : { ratingKey, kind: letter === 'a' ? 'art' : 'thumb' }
}
