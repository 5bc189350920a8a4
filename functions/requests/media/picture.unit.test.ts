import { expect, test } from 'vitest'
import { posterIdOf } from '../story/record.ts'
import { rasterType, tmdbFile } from './picture.ts'

test('an id names a file of TMDB and nothing else', () => {
  for (const path of ['/abc.jpg', '/aB-c_d9.png', '/x_jpg.webp']) expect(tmdbFile(posterIdOf(path)!)).toBe(path)
  const bad = [
    't-',
    't-_jpg',
    't-abc.jpg',
    't-../../etc/passwd_jpg',
    't-a/b_jpg',
    't-a%2fb_jpg',
    't-a\\b_jpg',
    't-abc_svg',
    't-abc_jpg\n',
    'p-abc_jpg',
    'T-abc_jpg',
    'https://example.test/a.jpg',
    `t-${'a'.repeat(81)}_jpg`,
    't-é_jpg',
  ]
  for (const id of bad) expect(tmdbFile(id), id).toBeUndefined()
})

test('only raster pictures are pictures, whatever they are called', () => {
  const named: [string, Buffer][] = [
    ['image/jpeg', Buffer.from('ffd8ffe000104a464946', 'hex')],
    ['image/png', Buffer.from('89504e470d0a1a0a0000', 'hex')],
    ['image/webp', Buffer.from('RIFF\0\0\0\0WEBPVP8 ', 'latin1')],
    ['image/gif', Buffer.from('GIF89a..')],
    ['image/avif', Buffer.from('\0\0\0 ftypavif', 'latin1')],
  ]
  for (const [type, bytes] of named) expect(rasterType(bytes)).toBe(type)
  for (const text of [
    '<svg xmlns="http://www.w3.org/2000/svg"/>',
    '<!doctype html>',
    '',
    'RIFF',
    'GIF8',
    '\0\0\0 ftypmp42',
  ])
    expect(rasterType(Buffer.from(text, 'latin1')), text).toBeUndefined()
})
