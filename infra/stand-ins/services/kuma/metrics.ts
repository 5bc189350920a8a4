import type { Setup } from '../product.ts'
import type { KumaWorld, WatchedMonitor } from './world.ts'

/** What Prometheus reads. One that is paused or never beat has no gauge. */
export function metrics({ version }: Setup, world: KumaWorld): string {
  const gauge = (name: string, help: string, lines: string[]) =>
    [`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, ...lines, ''].join('\n')
  const escaped = (value: string | number | null | undefined): string =>
    String(value ?? 'null')
      .replaceAll('\\', '\\\\')
      .replaceAll('"', '\\"')
  const labels = ({ id, name, type, url, hostname, port }: WatchedMonitor) =>
    // versions before 2 tell no id
    Object.entries({
      ...(Number(version.split('.')[0]) >= 2 ? { monitor_id: id } : {}),
      monitor_name: name,
      monitor_type: type,
      monitor_url: url,
      monitor_hostname: hostname,
      monitor_port: port,
    })
      .map(([label, value]) => `${label}="${escaped(value)}"`)
      .join(',')
  const beaten = [...world.monitors.values()].flatMap((monitor) => {
    const last = monitor.active && world.beats.get(monitor.id)?.at(-1)
    return last ? [{ monitor, last }] : []
  })
  const [major, minor, patch] = version.split('.')
  return [
    gauge(
      'monitor_response_time',
      'Monitor Response Time (ms)',
      beaten.map(({ monitor, last }) => `monitor_response_time{${labels(monitor)}} ${last.ping ?? -1}`),
    ),
    gauge(
      'monitor_status',
      'Monitor Status (1 = UP, 0= DOWN, 2= PENDING, 3= MAINTENANCE)',
      beaten.map(({ monitor, last }) => `monitor_status{${labels(monitor)}} ${last.status}`),
    ),
    gauge('app_version', 'The service version by package.json', [
      `app_version{version="${version}",major="${major}",minor="${minor}",patch="${patch}"} 1`,
    ]),
  ].join('\n')
}
