import { basic, empty, type Product, says, type Setup, text } from './product.ts'

/** What it watches: 0 down, 1 up, 2 pending, 3 maintenance; the response time in milliseconds, -1 when there is none. */
const MONITORS = [
  { id: 1, name: 'Films', type: 'http', url: 'http://127.0.0.1:32400/identity', status: 1, ms: 13 },
  { id: 2, name: 'Braces {and} "quotes", with a comma', type: 'http', url: 'http://127.0.0.1:9/', status: 0, ms: -1 },
]

/** An API key is the password of HTTP Basic, under any user name; once there is one, the account's own is refused. */
export const uptimeKuma: Product = {
  title: 'Uptime Kuma',
  usualPort: 3001,
  version: '2.5.3',
  credential: 'key',
  api: '/api',
  open: { 'GET /api/entry-page': says({ type: 'entryPage', entryPage: 'dashboard' }) },
  guard: (c, { key }) =>
    basic(c)?.password === key ? undefined : empty(401, { 'www-authenticate': 'Basic', 'x-powered-by': 'Express' }),
  guarded: { 'GET /metrics': (_c, setup) => text(metrics(setup)) },
}

function metrics({ version }: Setup): string {
  const gauge = (name: string, help: string, lines: string[]) =>
    [`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, ...lines, ''].join('\n')
  const labels = ({ id, name, type, url }: (typeof MONITORS)[number]) => {
    const escaped = name.replaceAll('\\', '\\\\').replaceAll('"', '\\"')
    return `monitor_id="${id}",monitor_name="${escaped}",monitor_type="${type}",monitor_url="${url}",monitor_hostname="null",monitor_port="null"`
  }
  const [major, minor, patch] = version.split('.')
  return [
    gauge(
      'monitor_response_time',
      'Monitor Response Time (ms)',
      MONITORS.map((monitor) => `monitor_response_time{${labels(monitor)}} ${monitor.ms}`),
    ),
    gauge(
      'monitor_status',
      'Monitor Status (1 = UP, 0= DOWN, 2= PENDING, 3= MAINTENANCE)',
      MONITORS.map((monitor) => `monitor_status{${labels(monitor)}} ${monitor.status}`),
    ),
    gauge('app_version', 'The service version by package.json', [
      `app_version{version="${version}",major="${major}",minor="${minor}",patch="${patch}"} 1`,
    ]),
  ].join('\n')
}
