import { Client, escapeIdentifier, escapeLiteral } from 'pg'
import { type Check, fail, hostOf, ok, patiently, PATIENCE_MS, reasonOf, warn } from './check.ts'

/** What has not been published for this long is stuck: a sweep comes every second. */
const STUCK_S = 10
/** Until then it may be a restart of NATS; after it somebody has to look. */
const LONG_S = 300

/** The database: that it answers, whether domains are kept apart, what waits in the outboxes. */
export async function postgres(url: string): Promise<Check[]> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: PATIENCE_MS,
    query_timeout: PATIENCE_MS,
    application_name: 'medianest doctor',
  })
  client.on('error', () => undefined)
  try {
    await patiently(client.connect())
    const { rows } = await client.query<{ server_version: string }>('show server_version')
    const reached = ok('PostgreSQL', `PostgreSQL ${rows[0]?.server_version ?? '?'} answers at ${hostOf(url)}.`)
    const domains = await domainsOf(client)
    return [reached, await roles(client, domains), await outboxes(client, domains)]
  } catch (error) {
    return [fail('PostgreSQL', `PostgreSQL at ${hostOf(url)} cannot be asked: ${reasonOf(error)}.`)]
  } finally {
    void client.end().catch(() => undefined)
  }
}

/** Every schema with an outbox is a domain. */
async function domainsOf(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    "select schemaname as name from pg_tables where tablename = '_outbox' order by 1",
  )
  return rows.map((row) => row.name)
}

async function roles(client: Client, domains: readonly string[]): Promise<Check> {
  const name = 'domain roles'
  if (domains.length === 0) return warn(name, 'No domain has tables yet: the first start of the portal makes them.')
  const { rows } = await client.query<{ rolname: string }>('select rolname from pg_roles where rolname = any($1)', [
    domains.map((domain) => `medianest_${domain}`),
  ])
  const made = new Set(rows.map((row) => row.rolname))
  const without = domains.filter((domain) => !made.has(`medianest_${domain}`))
  if (without.length === 0) return ok(name, `Each of the ${domains.length} domains has a role of its own.`)
  return warn(
    name,
    `${without.join(', ')} without a role of its own: nothing but review keeps domains apart. Let the database user create roles.`,
  )
}

async function outboxes(client: Client, domains: readonly string[]): Promise<Check> {
  const name = 'outboxes'
  if (domains.length === 0) return ok(name, 'There are none yet.')
  const counts = domains.map((domain) => {
    const since = 'greatest(created_at, coalesce(not_before, created_at))'
    return `select ${escapeLiteral(domain)} as domain, count(*)::int as count,
        coalesce(extract(epoch from now() - min(${since})), 0)::int as oldest
      from ${escapeIdentifier(domain)}._outbox
      where published_at is null and ${since} < now() - interval '${STUCK_S} seconds'`
  })
  const { rows } = await client.query<{ domain: string; count: number; oldest: number }>(counts.join(' union all '))
  const stuck = rows.filter((row) => row.count > 0)
  if (stuck.length === 0) return ok(name, `Nothing waits longer than ${STUCK_S} s in ${domains.length} outboxes.`)
  const listed = stuck.map(({ domain, count, oldest }) => `${domain} ${count} (the oldest ${oldest} s)`).join(', ')
  const sentence = `Waiting to be published: ${listed}. It goes by itself once NATS takes it; see NATS and streams below.`
  return stuck.some((row) => row.oldest > LONG_S) ? fail(name, sentence) : warn(name, sentence)
}
