import { Client } from 'pg'
import { connectNats } from '../../bus/nats/connect.ts'
import { encryptionKey } from '../encryption-key.ts'
import { quiet } from '../test/quiet.ts'
import { openKeys } from './open-keys.ts'

// A process that keeps changing sealed rows until its standard input ends, then says what each row held last.
const place = JSON.parse(process.env['VAULT_PLACE'] ?? '') as Record<
  'databaseUrl' | 'namespace' | 'dataDir' | 'natsUrl' | 'name',
  string
>
const link = await connectNats(place.natsUrl, place.namespace, quiet)
const reloadHouseKey = () => encryptionKey(place.dataDir)
const { databaseUrl } = place
const keys = await openKeys({
  databaseUrl,
  link,
  houseKey: await reloadHouseKey(),
  reloadHouseKey,
  ownsRows: true,
  log: quiet,
})
const db = new Client({ connectionString: databaseUrl })
await db.connect()

const reading = new AbortController()
process.stdin.resume().on('end', () => reading.abort())
process.stdout.write('writing\n')
const last: Record<string, string> = {}
for (let n = 0; !reading.signal.aborted; n++) {
  const id = `${place.name}-${n % 50}`
  last[id] = `${place.name} ${n}`
  await db.query(
    'insert into vault.secret (id, sealed) values ($1, $2) on conflict (id) do update set sealed = excluded.sealed',
    [id, keys.sealer.seal(last[id])],
  )
}
await db.end()
process.stdout.write(`${JSON.stringify(last)}\n`, () => process.exit(0))
