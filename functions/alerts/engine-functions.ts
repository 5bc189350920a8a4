import type { AnyFunction } from '../../bus/index.ts'
import followBoard from './engine/follow-board.ts'
import lookAtHouse from './engine/look-at-house.ts'
import onCauseChanged from './engine/on-cause-changed.ts'
import onMaintenanceBegan from './engine/on-maintenance-began.ts'
import onMaintenanceEnded from './engine/on-maintenance-ended.ts'
import onMonitorAdded from './engine/on-monitor-added.ts'
import onMonitorRemoved from './engine/on-monitor-removed.ts'
import onMonitorUpdated from './engine/on-monitor-updated.ts'
import onStatusChanged from './engine/on-status-changed.ts'
import passTime from './engine/pass-time.ts'
import purgeAlerts from './engine/purge-alerts.ts'
import changeIncident from './incidents/change-incident.ts'
import incident from './incidents/incident.ts'
import incidents from './incidents/incidents.ts'
import noteIncident from './incidents/note-incident.ts'
import openIncident from './incidents/open-incident.ts'
import postMortem from './incidents/post-mortem.ts'
import publicIncidents from './incidents/public-incidents.ts'
import acknowledge from './life/acknowledge.ts'
import list from './life/list.ts'
import resolve from './life/resolve.ts'
import snooze from './life/snooze.ts'
import addRule from './rules/add-rule.ts'
import removeRule from './rules/remove-rule.ts'
import rulesOnStart from './rules/rules-on-start.ts'
import rules from './rules/rules.ts'
import tryRule from './rules/try-rule.ts'
import updateRule from './rules/update-rule.ts'
import onApiKeyMade from './security/on-api-key-made.ts'
import onPlexLinkBroken from './security/on-plex-link-broken.ts'
import onPlexLinked from './security/on-plex-linked.ts'
import onPlexUnlinked from './security/on-plex-unlinked.ts'
import onRememberReused from './security/on-remember-reused.ts'
import onSignInBurst from './security/on-sign-in-burst.ts'
import onSignInFailed from './security/on-sign-in-failed.ts'
import onTwoFactorChanged from './security/on-two-factor-changed.ts'
import onUserAdded from './security/on-user-added.ts'
import onUserRemoved from './security/on-user-removed.ts'
import onUserUpdated from './security/on-user-updated.ts'

/** Rules, alerts and incidents. */
export const engineFunctions: AnyFunction[] = [
  onStatusChanged,
  onCauseChanged,
  onMonitorAdded,
  onMonitorUpdated,
  onMonitorRemoved,
  onMaintenanceBegan,
  onMaintenanceEnded,
  passTime,
  followBoard,
  lookAtHouse,
  purgeAlerts,
  rulesOnStart,
  rules,
  addRule,
  updateRule,
  removeRule,
  tryRule,
  list,
  acknowledge,
  snooze,
  resolve,
  incidents,
  incident,
  openIncident,
  changeIncident,
  noteIncident,
  postMortem,
  publicIncidents,
  onSignInFailed,
  onSignInBurst,
  onRememberReused,
  onTwoFactorChanged,
  onApiKeyMade,
  onUserAdded,
  onUserUpdated,
  onUserRemoved,
  onPlexLinkBroken,
  onPlexLinked,
  onPlexUnlinked,
]
