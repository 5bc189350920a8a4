import type { AnyFunction } from '../../bus/index.ts'
import addChannel from './channels/add-channel.ts'
import channelKinds from './channels/channel-kinds.ts'
import channels from './channels/channels.ts'
import removeChannel from './channels/remove-channel.ts'
import testChannel from './channels/test-channel.ts'
import updateChannel from './channels/update-channel.ts'
import deliveries from './delivery/deliveries.ts'
import dispatchTransition from './delivery/dispatch-transition.ts'
import dispatch from './delivery/dispatch.ts'
import forgetPerson from './delivery/forget-person.ts'
import personAdded from './delivery/person-added.ts'
import personRemoved from './delivery/person-removed.ts'
import personSignedIn from './delivery/person-signed-in.ts'
import personUpdated from './delivery/person-updated.ts'
import purgeDeliveries from './delivery/purge-deliveries.ts'
import reconcilePeople from './delivery/reconcile-people.ts'
import retryDelivery from './delivery/retry-delivery.ts'
import sendDue from './delivery/send-due.ts'
import tellReporter from './news/tell-reporter.ts'
import tellRequester from './news/tell-requester.ts'
import addPushBrowser from './notices/add-push-browser.ts'
import makePushKey from './notices/make-push-key.ts'
import notices from './notices/notices.ts'
import preferences from './notices/preferences.ts'
import pushKey from './notices/push-key.ts'
import readNotices from './notices/read-notices.ts'
import removePushBrowser from './notices/remove-push-browser.ts'
import setPreferences from './notices/set-preferences.ts'

/** What happens by itself. */
export const dispatching: readonly AnyFunction[] = [
  dispatch,
  dispatchTransition,
  personAdded,
  personRemoved,
  personSignedIn,
  personUpdated,
  purgeDeliveries,
  reconcilePeople,
  tellReporter,
  tellRequester,
]

/** What is asked for. */
export const delivering: readonly AnyFunction[] = [
  addChannel,
  channelKinds,
  channels,
  removeChannel,
  testChannel,
  updateChannel,
  deliveries,
  forgetPerson,
  retryDelivery,
  sendDue,
  addPushBrowser,
  makePushKey,
  notices,
  preferences,
  pushKey,
  readNotices,
  removePushBrowser,
  setPreferences,
]
