export const webhooks = {
  lead: 'Addresses that let Seerr and Plex tell MediaNest what happens. Whoever knows one can write to the journal, so treat them like passwords.',
  sources: {
    overseerr: {
      name: 'Seerr',
      also: 'also Overseerr and Jellyseerr',
      how: 'In Seerr open Settings, Notifications, Webhook: switch the agent on, paste this as Webhook URL, tick the notification types, save, and press Test.',
    },
    plex: {
      name: 'Plex',
      also: 'needs Plex Pass',
      how: 'In Plex open Settings, Account, Webhooks: press Add Webhook, paste this, and save. It works for every server of that account.',
    },
  },
  other: { also: '', how: 'Paste this where the service asks for a webhook address.' },
  address: (name: string) => `Webhook address for ${name}`,
  copy: (name: string) => `Copy the address for ${name}`,
  lastReceived: 'Last received',
  never: 'nothing yet',
  neverMore: 'Send a test from there; it shows here within a second.',
  seen: 'See what arrived',
  created: 'This address is from',
  rotate: 'New address',
  rotateNamed: (name: string) => `New address for ${name}`,
  rotateTitle: (name: string) => `Replace the address for ${name}?`,
  rotateText: (name: string) =>
    `The old address stops working at once. ${name} cannot reach MediaNest until you have pasted the new one there. ` +
    'What arrived before stays in the journal.',
  rotateConfirm: 'Replace it',
  rotating: 'Replacing',
  install: {
    action: (name: string) => `Install in ${name}`,
    busy: (name: string) => `Setting it up in ${name}`,
    how: 'MediaNest can enter its address there by itself and have a test sent at once.',
  },
  rotated: (name: string) => `${name} has a new address. Paste it there now.`,
}
