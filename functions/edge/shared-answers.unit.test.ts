import { expect, test } from 'vitest'
import { GetPublicService } from '../../contracts/status-page.ts'
import { SharedAnswers } from './shared-answers.ts'

const who = { actor: 'visitor', correlationId: '5f0c9a52-7c1e-4b61-9d2a-3f4f6b1c8a11' }

/** Who answers with how often it was asked so far; with what it was asked where it is told to fail. */
function counting(): { client: never; asked: () => number } {
  let asked = 0
  const client = {
    async ask(_contract: unknown, { name }: { name: string }) {
      asked += 1
      if (name === 'fails') throw new Error('no answer')
      return { name, status: 'online', uptimePercentage: asked }
    },
  }
  return { client: client as never, asked: () => asked }
}

test('who asks now and then hears the latest; a crowd shares what the last of it heard', async () => {
  const { client, asked } = counting()
  const answers = new SharedAnswers(client)
  const ask = async () => (await answers.ask(GetPublicService, { name: 'Plex' }, who)).uptimePercentage
  const first: (number | null)[] = []
  for (let i = 0; i < 10; i++) first.push(await ask())
  expect(first).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  const crowd = await Promise.all(Array.from({ length: 1000 }, ask))
  expect(crowd).toHaveLength(1000)
  // a second askings at most for each half second that this took
  expect(asked()).toBeLessThan(20)
})

test('questions are apart, and a failure is nobody else’s answer', async () => {
  const { client, asked } = counting()
  const answers = new SharedAnswers(client)
  for (const name of ['Plex', 'Sonarr']) expect((await answers.ask(GetPublicService, { name }, who)).name).toBe(name)
  for (let i = 0; i < 30; i++)
    await expect(answers.ask(GetPublicService, { name: 'fails' }, who)).rejects.toThrow('no answer')
  expect(asked()).toBe(32)
})

test('it remembers no more than so many questions', async () => {
  const { client } = counting()
  const answers = new SharedAnswers(client)
  for (let i = 0; i < 2000; i++) await answers.ask(GetPublicService, { name: `n${i}` }, who)
  // forgotten in between, so asked anew
  const { uptimePercentage } = await answers.ask(GetPublicService, { name: 'n0' }, who)
  expect(uptimePercentage).toBe(2001)
})
