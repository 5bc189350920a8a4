import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Pool } from 'pg'
import { expect, it } from 'vitest'
import { GetUser, RemoveUser } from '../../contracts/people.ts'
import { SignIn } from '../../contracts/auth.ts'
import { WebhookReceived } from '../../contracts/webhooks.ts'
import { provide } from '../../bus/index.ts'
import { delivering } from '../../functions/alerts/delivery-functions.ts'
import { DELIVERY_RULES, deliveryRules } from '../../functions/alerts/delivery/rules.ts'
import { journalFunctions } from '../../functions/journal/index.ts'
import { libraryFunctions } from '../../functions/library/index.ts'
import { requestFunctions } from '../../functions/requests/index.ts'
import { PASSWORD, refusal, startHousehold } from '../../functions/auth/household.test.rig.ts'
import { until } from '../test/fresh.ts'

const NAME = 'Zebulon Quist'
const FIXTURES = path.resolve(import.meta.dirname, '../../functions/requests/fixtures')

const approved = async (by: string): Promise<string> => {
  const body = JSON.parse(await readFile(path.join(FIXTURES, 'seerr.MEDIA_APPROVED.json'), 'utf8')) as {
    request: Record<string, string>
  }
  return JSON.stringify({
    ...body,
    request: { ...body.request, request_id: String(by.length), requestedBy_username: by },
  })
}

const watched = (by: string): string =>
  JSON.stringify({
    event: 'media.scrobble',
    user: true,
    Account: { id: 7, title: by },
    Server: { title: 'Attic', uuid: 'abc' },
    Player: { title: `Phone of ${by}`, uuid: 'p1', local: true, publicAddress: '198.51.100.7' },
    Metadata: { ratingKey: '55', type: 'movie', title: 'Heat', librarySectionTitle: 'Films', guid: 'plex://movie/1' },
  })

const WORDS = 'Nobody shall see this again.'

/** A row of the person in every table where requests, the library and notices keep something of people. */
async function leaveTraces(pool: Pool, userId: string, seal: (text: string) => string): Promise<void> {
  const [request, declined, issue] = [randomUUID(), randomUUID(), randomUUID()]
  const put = async (table: string, row: Record<string, unknown>): Promise<void> => {
    const columns = Object.keys(row)
    await pool.query(
      `insert into ${table} (${columns.join()}) values (${columns.map((_, i) => `$${i + 1}`).join()})`,
      Object.values(row),
    )
  }
  const now = new Date()
  const film = { media_type: 'movie', media_id: '550', origin: 'portal' }
  const own = { id: request, ...film, status: 'waiting', user_id: userId, requested_by: NAME }
  await put('requests.request', own)
  await put('requests.request', { id: declined, ...film, status: 'declined', reason: WORDS })
  const said = { at: now, by_user: userId, by_name: NAME, source: 'portal' }
  await put('requests.step', { request_id: request, key: 'asked', step: 'asked', ...said })
  const because = { detail: JSON.stringify({ reason: WORDS }) }
  await put('requests.step', { request_id: declined, key: 'declined', step: 'declined', ...said, ...because })
  const sealed = seal(WORDS)
  const kept = { kind: 'submit', request_id: request, user_id: userId, body: sealed, since: now }
  await put('requests.outgoing', { id: randomUUID(), ...kept })
  await put('requests.seerr_user', { seerr_user_id: 9, user_id: userId, name: NAME, checked_at: now })
  const rule = { rule_id: randomUUID(), rule_name: 'All', user_id: userId, at: now }
  await put('requests.rule_approval', { request_id: request, ...rule })
  const about = {
    kind: 'audio',
    status: 'open',
    media_type: 'movie',
    media_id: '550',
    created_at: now,
    updated_at: now,
  }
  await put('requests.issue', { id: issue, ...about, sealed_message: sealed, user_id: userId, reported_by: NAME })
  const comment = { issue_id: issue, user_id: userId, name: NAME, sealed_message: sealed, at: now }
  await put('requests.issue_comment', { id: randomUUID(), ...comment })
  await put('library.person', { user_id: userId, access: 'shared', sealed_token: sealed })
  await put('library.viewing', { user_id: userId, rating_key: '1', read_at: now })
  await put('library.deck', { user_id: userId, keys: ['1'], read_at: now })
  await put('library.watched', { user_id: userId, section_key: '1', read_at: now, whole_at: now })
  const other = randomUUID()
  const text = `The reason: ${WORDS}`
  const message = { title: 'Declined', text, severity: 'info', path: '/', news: { fact: 'declined', by: userId } }
  const way = { lane: `page:${other}`, method: 'page', target: other, user_id: other, channel_name: 'Page' }
  await put('alerts.delivery', {
    id: randomUUID(),
    told_id: 'x:1',
    ...way,
    alert_id: declined,
    transition: 'news',
    at: now,
    message: JSON.stringify(message),
    due_at: now,
    since: now,
    queued_at: now,
    state: 'sent',
  })
  const notice = { id: randomUUID(), user_id: other, subject: `news:${declined}`, title: 'Declined', body: text }
  await put('alerts.notice', { ...notice, severity: 'info', path: '/', at: now })
}

/** Tables of those parts, with the bus's own, that still say who the person is or what they wrote. */
async function tracesOf(pool: Pool, userId: string): Promise<string[]> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname in ('requests', 'library', 'alerts')`,
  )
  const found: string[] = []
  for (const { name } of tables) {
    const needles = name.includes('._') ? [NAME, WORDS] : [NAME, WORDS, userId]
    for (const needle of needles) {
      const { rows } = await pool.query(`select 1 from ${name} t where position($1 in t::text) > 0 limit 1`, [needle])
      if (rows.length > 0) found.push(`${needle} in ${name}`)
    }
  }
  return found
}

it('who is removed is shut out at once and forgotten everywhere, in as many tries as it takes', async () => {
  const house = await startHousehold()
  try {
    const { rig, pool } = house
    const admin = await house.signIn(await house.person('admin'))
    const gone = await house.person()
    await pool.query('update auth.account set plex_username = $2 where id = $1', [gone.id, NAME])
    await house.signIn(gone)
    // a password mistyped before the right one: nobody is signed in, and still it is known who and from where
    await refusal(rig.client.ask(SignIn, { username: gone.username, password: 'mistyped' }, house.stranger()))
    const post = (source: 'overseerr' | 'plex', body: string) =>
      rig.client.publishEvent(
        WebhookReceived,
        {
          source,
          contentType: 'application/json',
          sizeBytes: body.length,
          receivedAt: new Date().toISOString(),
          body,
        },
        rig.who,
      )
    for (const name of [NAME, 'Somebody Else']) {
      await post('overseerr', await approved(name))
      await post('plex', watched(name))
    }
    const remove = () => rig.client.ask(RemoveUser, { id: gone.id }, { ...admin.who, patienceMs: 30_000 })

    expect((await refusal(rig.client.ask(RemoveUser, { id: admin.grant.user.id }, admin.who))).code).toBe('CONFLICT')
    // nobody is there who could forget
    expect((await refusal(remove())).code).toBe('UNAVAILABLE')
    const input = { username: gone.username, password: PASSWORD }
    expect((await refusal(rig.client.ask(SignIn, input, house.stranger()))).code).toBe('ACCOUNT_DISABLED')

    const rules = provide(deliveryRules, DELIVERY_RULES)
    await rig.host([...requestFunctions, ...libraryFunctions, ...delivering, ...journalFunctions], [rules])
    const stated = async (): Promise<string> => {
      const { rows } = await pool.query<{ all: string }>(
        `select (select string_agg(s::text, ' ') from requests.statement s) || (select string_agg(s::text, ' ') from library.statement s) as all`,
      )
      return rows[0]?.all ?? ''
    }
    await until(
      async () => (await stated()).split(NAME).length > 2 && (await stated()).split('Somebody Else').length > 2,
      {
        timeoutMs: 20_000,
      },
    )
    await leaveTraces(pool, gone.id, (text) => rig.sealer.seal(text))
    expect((await tracesOf(pool, gone.id)).length).toBeGreaterThan(10)
    const removed = await remove()
    expect(removed).toEqual({ id: gone.id, rawWebhooksDeleted: 2 })
    expect(await tracesOf(pool, gone.id)).toEqual([])
    expect(await stated()).not.toContain(NAME)
    expect(await stated()).toContain('Somebody Else')
    expect((await refusal(rig.client.ask(GetUser, { id: gone.id }, admin.who))).code).toBe('NOT_FOUND')
    const left = await pool.query('select key from auth.failed_sign_in where key like $1', [`%${gone.id}%`])
    expect(left.rows).toEqual([])
    expect(await house.facts('auth.user-removed', gone.id)).toHaveLength(1)
    const { persons } = rig.client
    const failed = await house.facts('auth.sign-in-failed', gone.id)
    expect(failed.length).toBeGreaterThan(0)
    for (const { data, sealedFrom } of failed) {
      expect(JSON.stringify(data)).not.toContain(gone.username)
      expect(await persons.showFields(data)).toMatchObject({ username: { erased: true } })
      expect(await persons.openFrom(sealedFrom)).toEqual({ name: null, address: null })
    }
    const rows = await pool.query<{ row: string }>(
      'select e::text as row from journal.entry e union all select o::text from auth._outbox o',
    )
    expect(rows.rows.map(({ row }) => row).join()).not.toContain(gone.username)
    expect((await refusal(remove())).code).toBe('NOT_FOUND')
  } finally {
    await house.stop()
  }
})
