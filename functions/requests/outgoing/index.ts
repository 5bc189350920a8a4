import type { AnyFunction } from '../../../bus/index.ts'
import approve from '../approve.ts'
import decline from '../decline.ts'
import deliver from '../deliver.ts'
import deliverOnReturn from '../deliver-on-return.ts'
import deliverOutgoing from '../deliver-outgoing.ts'
import edit from '../edit.ts'
import place from '../place.ts'
import quota from '../quota/quota.ts'
import retry from '../retry.ts'
import submit from '../submit.ts'
import turn from '../turn.ts'
import withdraw from '../withdraw.ts'

/** Asking and deciding, and what sees to it that Seerr hears of it. */
export const outgoingFunctions: readonly AnyFunction[] = [
  submit,
  place,
  withdraw,
  edit,
  approve,
  decline,
  retry,
  turn,
  quota,
  deliver,
  deliverOnReturn,
  deliverOutgoing,
]
