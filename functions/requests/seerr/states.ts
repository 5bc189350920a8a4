/** What its numbers mean. Others may come with newer versions and mean nothing here. */
export const MEDIA = {
  unknown: 1,
  pending: 2,
  processing: 3,
  partial: 4,
  available: 5,
  blocklisted: 6,
  deleted: 7,
} as const

/** Overseerr leaves what is fulfilled at `approved`; there only the media says so. */
export const REQUEST = { pending: 1, approved: 2, declined: 3, failed: 4, completed: 5 } as const

/** Requests that no longer stand in the way of another for the same. */
export const OVER: readonly number[] = [REQUEST.declined, REQUEST.completed]

export const ISSUE_TYPE = { video: 1, audio: 2, subtitles: 3, other: 4 } as const
export const ISSUE_STATUS = { open: 1, resolved: 2 } as const
