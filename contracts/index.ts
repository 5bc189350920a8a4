import type { Contract } from './define.ts'
import * as account from './account.ts'
import * as alerts from './alerts.ts'
import * as auth from './auth.ts'
import * as backup from './backup.ts'
import * as earlier from './earlier.ts'
import * as channels from './channels.ts'
import * as history from './history.ts'
import * as incidents from './incidents.ts'
import * as journal from './journal.ts'
import * as keys from './keys.ts'
import * as kuma from './kuma.ts'
import * as library from './library.ts'
import * as maintenance from './maintenance.ts'
import * as media from './media.ts'
import * as mediaIssues from './media-issues.ts'
import * as mediaRequests from './media-requests.ts'
import * as notices from './notices.ts'
import * as outside from './outside.ts'
import * as people from './people.ts'
import * as plexLibrary from './plex-library.ts'
import * as plexSignIn from './plex-sign-in.ts'
import * as requestDelivery from './request-delivery.ts'
import * as requestRules from './request-rules.ts'
import * as requests from './requests.ts'
import * as services from './services.ts'
import * as settings from './settings.ts'
import * as standing from './standing.ts'
import * as status from './status.ts'
import * as statusPage from './status-page.ts'
import * as webhooks from './webhooks.ts'

const isContract = (value: unknown): value is Contract =>
  typeof value === 'object' && value !== null && 'kind' in value && 'type' in value && 'schema' in value

/** Every contract by what it is, for checks, the live hub and the bus's own tables. */
export const allContracts: readonly Contract[] = [
  // first: where a type is looked up without its version, the newest counts
  earlier,
  account,
  alerts,
  auth,
  backup,
  channels,
  history,
  incidents,
  journal,
  keys,
  kuma,
  library,
  maintenance,
  media,
  mediaIssues,
  mediaRequests,
  notices,
  outside,
  people,
  plexLibrary,
  plexSignIn,
  requestDelivery,
  requestRules,
  requests,
  services,
  settings,
  standing,
  status,
  statusPage,
  webhooks,
].flatMap((module) => Object.values(module as Record<string, unknown>).filter(isContract))
