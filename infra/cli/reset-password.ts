import { defineCommand, LOCAL } from './command.ts'
import { Failure } from './failure.ts'
import { dataFolderOf } from './find-portal.ts'
import { openHouse } from './open-house.ts'
import { print, printJson, remark } from './output.ts'
import { resetIn } from './reset-in.ts'

export default defineCommand({
  takes: '[username]',
  summary: 'Gives an admin a new one-time password and ends their sessions.',
  details:
    'Without a name the first admin. Works beside a running portal and on a stopped one, on the machine\nof the data folder. A database that is not embedded is found by DATABASE_URL (and NATS_URL), as for the portal.',
  words: [0, 1],
  options: {
    ...LOCAL,
    'two-factor': { type: 'boolean', help: 'Take the second factor off, too, when it was lost.' },
  },
  async run(values, [username]) {
    const house = await openHouse(dataFolderOf(values), process.env)
    try {
      const reset = await resetIn(house, username, { twoFactor: values['two-factor'] === true })
      if (!reset) {
        throw new Failure(
          username === undefined
            ? 'There is no admin yet: the first npm start makes one.'
            : `There is no account "${username}".`,
        )
      }
      const { password, sessionsEnded, unheard } = reset
      // printed before anything else can go wrong: it is known nowhere else
      if (values.json === true) await printJson({ username: reset.username, password, sessionsEnded })
      else
        await print(`\n  Sign in as        ${reset.username}\n  One-time password ${password}   (shown only now)\n\n`)
      if (unheard === undefined) return 0
      remark(unheard)
      return 1
    } finally {
      await house.close()
    }
  },
})
