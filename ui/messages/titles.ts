/** What the pages are called, also before their own texts are there. */
export const titles = {
  board: 'Board',
  services: 'Services',
  alerts: 'Alerts',
  rules: 'Alert rules',
  channels: 'Channels',
  deliveries: 'Deliveries',
  incidents: 'Incidents',
  journal: 'Journal',
  people: 'People',
  webhooks: 'Webhooks',
  settings: 'Settings',
  connections: 'Connections',
  backups: 'Backups',
  guide: 'First steps',
  audit: 'Audit log',
  account: 'Your account',
}
