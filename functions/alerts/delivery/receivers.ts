import { KINDS } from '../channels/kinds/index.ts'
import type { ChannelRow } from './tables.ts'

/** Whether a channel tells anybody by itself, beside the people who are told through it. */
export const hasReceiver = ({ kind, config }: Pick<ChannelRow, 'kind' | 'config'>): boolean =>
  KINDS[kind].hasReceiver?.(config) ?? true
