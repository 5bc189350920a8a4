import type { CredentialName } from '../../contracts/services.ts'
import { milliseconds } from '../format/number.ts'
import { roughDuration } from '../format/time.ts'
import { count } from './plural.ts'

const credential: Record<CredentialName, string> = {
  apiKey: 'API key',
  token: 'Token',
  username: 'Name',
  password: 'Password',
}

/** "API key" stays as it is, "Token" becomes small. */
const inSentence = (word: string): string => (/^[A-Z]{2}/.test(word) ? word : word.toLowerCase())

export const connections = {
  lead: 'The services that MediaNest speaks with. Their keys are stored encrypted and are never shown again.',
  connected: 'Connected',
  available: 'Can be connected',
  allConnected: 'Every service that MediaNest knows is connected.',
  noneTitle: 'Nothing is connected yet',
  none: 'Begin with Plex and Seerr, or have MediaNest look which services run on this machine.',
  states: {
    on: 'Set up',
    off: 'Switched off',
    incomplete: 'Not complete',
    open: 'Left alone for now',
    trying: 'Being tried again',
    none: 'Not connected',
  },
  missing: (names: readonly CredentialName[]) =>
    `Missing: ${names.map((name) => inSentence(credential[name])).join(', ')}`,
  changed: 'Changed',
  changedBy: (who: string) => `by ${who}`,
  connect: 'Connect',
  connectNamed: (title: string) => `Connect ${title}`,
  edit: 'Change',
  editNamed: (title: string) => `Change the connection to ${title}`,
  fields: {
    url: 'Address',
    urlHint: (port: number) => `Usually on port ${port}. The address as this machine reaches it.`,
    urlExample: (port: number) => `http://192.168.1.10:${port}`,
    ...credential,
    stored: 'Stored',
    storedHint: 'Stored. Leave it empty to keep it.',
    otherAddress: 'Enter it again: at another address the stored one is not used.',
    statusPage: 'Status page',
    statusPageHint:
      'The name of a status page there, as it stands in its address behind /status/. It needs no key, and is read when nothing better works.',
    where: 'Where to find it',
    enabled: 'Switched on',
    enabledHint: 'Switched off, MediaNest neither asks it nor shows it on the board; address and keys stay stored.',
  },
  invalid: {
    url: 'Enter the address.',
    urlForm: 'Write it as http://host:port, without a name, a password or a ? in it.',
    missing: (name: CredentialName) => `Enter the ${inSentence(credential[name])}.`,
  },
  test: 'Test',
  testing: 'Testing',
  works: (product: string, version: string | null, ms: number | null) =>
    [`${product}${version ? ` ${version}` : ''}`, ms === null ? '' : `answered in ${milliseconds(ms)}`]
      .filter(Boolean)
      .join(', '),
  save: 'Save',
  saving: 'Saving',
  saved: (title: string) => `${title} is connected as set. It appears on the board by itself.`,
  savedOff: (title: string) => `${title} is stored and switched off.`,
  savingUntested: 'Saving works also while the service is down.',
  disconnect: 'Disconnect',
  disconnectNamed: (title: string) => `Disconnect ${title}`,
  disconnectTitle: (title: string) => `Disconnect ${title}?`,
  disconnectText: (title: string) =>
    `MediaNest forgets the address and the keys of ${title}, and takes it off the board. ` +
    'The service itself goes on as it is, and what the journal says about it stays.',
  disconnectMore: 'To stop for a while only, switch it off instead: the keys stay then.',
  disconnectConfirm: 'Disconnect',
  disconnecting: 'Disconnecting',
  disconnected: (title: string) => `${title} was disconnected.`,
  find: {
    action: 'Look for services on this machine',
    busy: 'Looking on the well-known ports',
    found: (many: number) =>
      `Found: ${count(many, 'service', 'services')} that ${many === 1 ? 'is' : 'are'} not connected yet.`,
    nothing:
      'No further service answers on the well-known ports of this machine. Services on another one are connected by their address.',
    use: 'Connect',
    useNamed: (title: string) => `Connect ${title} as found`,
  },
  plex: {
    title: 'Your servers',
    text: 'Servers that your Plex account owns. No token has to be typed.',
    busy: 'Asking plex.tv for your servers',
    none: 'Your Plex account owns no server that plex.tv knows. Sign the server in to your account, or enter its address and a token below.',
    choose: 'Connect this server',
    chooseNamed: (name: string) => `Connect this server: ${name}`,
    connecting: 'Connecting',
    address: 'Reached at',
    version: (version: string) => `Version ${version}`,
    connected: (name: string) => `${name} is connected.`,
    byHand: 'Enter an address and a token instead',
    link: 'Link your Plex account',
    linkText: 'Once your own account is linked, its servers can be chosen here without typing a token.',
    linkAgain: 'Plex does not accept the link of your account any more. Link it again.',
  },
  outside: {
    title: 'How the calls go',
    text: 'When half of the last calls to a system fail, MediaNest leaves it alone for half a minute and then tries again by itself.',
    empty: 'No calls so far. Each system that MediaNest calls appears here.',
    columns: { system: 'System', state: 'State', calls: 'Last calls', error: 'Last failure' },
    states: { closed: 'Called as usual', open: 'Left alone', 'half-open': 'Being tried again' },
    failing: 'Called, but fails',
    since: (ms: number) => (ms < 45_000 ? 'just now' : `for ${roughDuration(ms)}`),
    triesAgain: (ms: number) => (ms > 0 ? `tries again in ${roughDuration(ms)}` : 'the next call tries it again'),
    calls: (calls: number, failures: number) =>
      calls === 0 ? 'none yet' : `${count(failures, 'failure', 'failures')} in ${count(calls, 'call', 'calls')}`,
    noError: 'none',
  },
}
