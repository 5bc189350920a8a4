import { describe, expect, it } from 'vitest'
import { idOfPicture, pictureOfId } from './id.ts'
import { rasterType } from './raster.ts'

describe('ids of pictures', () => {
  it('say the item, which picture and its edition, and are read back', () => {
    const id = idOfPicture('1001', 'art', '/library/metadata/1001/art/1700000000')
    expect(id).toBe('p-1001-a-1700000000')
    expect(pictureOfId(id!)).toEqual({ ratingKey: '1001', kind: 'art' })
    expect(pictureOfId(idOfPicture('a-b', 'thumb', '/library/collections/9/composite')!)).toEqual({
      ratingKey: 'a-b',
      kind: 'thumb',
    })
    expect(idOfPicture('1001', 'thumb', null)).toBeNull()
  })

  it.each(['', 'p-', 'p-1', 't-1-t-2', 'p-../1-t-2', 'p-1-x-2', 'p-1-t-http://evil'])('%s is none', (id) => {
    expect(pictureOfId(id)).toBeUndefined()
  })
})

describe('a raster picture', () => {
  const padded = (start: string) => Buffer.concat([Buffer.from(start, 'latin1'), Buffer.alloc(20)])
  it.each([
    ['\u00ff\u00d8\u00ff\u00e0', 'image/jpeg'],
    ['\u0089PNG\r\n\u001a\n', 'image/png'],
    ['RIFF....WEBPVP8 ', 'image/webp'],
    ['....ftypavif', 'image/avif'],
    ['GIF89a', 'image/gif'],
    ['<svg xmlns="http://www.w3.org/2000/svg">', null],
    ['<html>', null],
    ['', null],
  ])('%j is %s', (start, type) => {
    expect(rasterType(padded(start))).toBe(type)
  })
})
