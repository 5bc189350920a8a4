import { expect, test } from 'vitest'
import type { SettingDescription } from '../../../contracts/settings.ts'
import { differenceOf } from './differences.ts'

const keep: SettingDescription = {
  section: 'backup',
  sectionTitle: 'Backups',
  key: 'keep',
  title: 'Backups kept',
  description: '',
  kind: 'number',
  unit: 'backups',
  default: 30,
  choices: null,
  min: 1,
  max: 365,
}
const titles = new Map([['uptime-kuma', 'Uptime Kuma']])

test.each([
  [
    { path: 'backup.keep', from: 30, to: 7 },
    { what: 'Backups: Backups kept', from: '30 backups', to: '7 backups' },
  ],
  [
    { path: 'services.uptime-kuma.url', from: null, to: 'http://nas:3001' },
    { what: 'Uptime Kuma: address', from: 'not set', to: 'http://nas:3001' },
  ],
  [
    { path: 'services.plex.token', from: 'changed', to: 'changed' },
    { what: 'Plex: token', from: 'changed', to: 'changed' },
  ],
  [
    { path: 'services.plex.enabled', from: true, to: false },
    { what: 'Plex: switched on', from: 'on', to: 'off' },
  ],
  [
    { path: 'services.plex', from: { url: 'x' }, to: null },
    { what: 'Plex', from: '{"url":"x"}', to: 'not set' },
  ],
  [
    { path: 'gone.setting', from: 1, to: [2] },
    { what: 'gone.setting', from: '1', to: '[2]' },
  ],
])('%j in words', (change, words) => {
  expect(differenceOf(change, [keep], titles)).toEqual(words)
})
