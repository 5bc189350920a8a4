import { expect, it } from 'vitest'
import { z } from 'zod'
import { event, personal, personalFields, secret, secretFields } from './define.ts'

it('knows a marked field whatever is put around it', () => {
  const contract = event('things.happened', {
    summary: 'Something happened.',
    data: {
      userId: z.uuid().nullable(),
      name: personal(z.string()).nullable(),
      friend: personal(z.string(), { byName: 'friend' }).nullable().default(null),
      note: z.string().nullable(),
      password: secret(z.string()).optional(),
      code: secret(z.string().max(9)),
    },
    key: () => 'one',
  })
  expect(personalFields(contract)).toEqual([
    ['name', { by: 'id', field: 'userId' }],
    ['friend', { by: 'name', field: 'friend' }],
  ])
  expect(secretFields(contract)).toEqual(['password', 'code'])
})
