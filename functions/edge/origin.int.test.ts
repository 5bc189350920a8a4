import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestPortal, type TestPortal } from '../../infra/test/test-portal.ts'

/** Each wrong key is noted with the address that the edge took the visitor for. */
async function seenAs(portal: TestPortal, forwardedFor: string): Promise<string | undefined> {
  await fetch(`${portal.url}/api/dashboard/status`, {
    headers: { 'x-api-key': `wrong ${randomUUID()}`, 'x-forwarded-for': forwardedFor },
  })
  return portal.security.at(-1)?.address
}

describe('whose address it is', () => {
  let open: TestPortal
  let behind: TestPortal
  beforeAll(async () => {
    open = await startTestPortal()
    behind = await startTestPortal(open, { ROLES: 'edge', TRUSTED_PROXIES: '127.0.0.0/8,10.0.0.0/8' })
  })
  afterAll(async () => {
    await behind.stop()
    await open.stop()
  })

  it('is the connection’s own, whatever a stranger writes into the header', async () => {
    expect(await seenAs(open, '203.0.113.9')).toBe('127.0.0.1')
  })

  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['198.51.100.1, 203.0.113.9', '203.0.113.9'],
    ['203.0.113.9, 10.1.2.3', '203.0.113.9'],
    ['203.0.113.9:51000', '203.0.113.9'],
    ['[2001:db8::5]:443', '2001:db8::5'],
    ['2001:db8::5', '2001:db8::5'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['nonsense', '127.0.0.1'],
    ['nonsense, 203.0.113.9', '203.0.113.9'],
    ['203.0.113.9, nonsense', '127.0.0.1'],
    ['10.1.1.1', '10.1.1.1'],
  ])('is behind trusted proxies, of “%s”, %s', async (header, address) => {
    expect(await seenAs(behind, header)).toBe(address)
  })
})
