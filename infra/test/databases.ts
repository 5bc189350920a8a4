import { Client } from 'pg'

/** Makes an empty database beside the given one and returns its address. */
export async function createDatabase(url: string, name: string): Promise<string> {
  await run(url, [`CREATE DATABASE "${name}"`])
  const made = new URL(url)
  made.pathname = `/${name}`
  return made.href
}

/** Drops every database whose name begins so, also those still in use. */
export async function dropDatabases(url: string, prefix: string): Promise<void> {
  const names = await run(url, [`SELECT datname AS name FROM pg_database WHERE starts_with(datname, '${prefix}')`])
  await run(
    url,
    names.map((name) => `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`),
  )
}

async function run(url: string, statements: string[]): Promise<string[]> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5000 })
  await client.connect()
  try {
    const names: string[] = []
    for (const statement of statements) {
      const { rows } = await client.query<{ name: string }>(statement)
      names.push(...rows.map(({ name }) => name))
    }
    return names
  } finally {
    await client.end()
  }
}
