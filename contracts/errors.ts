/** The one closed list of error codes, with the HTTP status that the edge answers and the sentence a person reads. */
export const ERRORS = {
  INVALID: { status: 400, message: 'Something in this request is missing or not understood.' },
  UNAUTHENTICATED: { status: 401, message: 'Sign in first.' },
  INVALID_CREDENTIALS: { status: 401, message: 'That name and password do not belong together.' },
  ACCOUNT_DISABLED: { status: 403, message: 'This account is switched off. Ask the person who runs this house.' },
  TWO_FACTOR_REQUIRED: { status: 403, message: 'Set up two-factor sign-in first: this house requires it of admins.' },
  CHALLENGE_OVER: { status: 409, message: 'This sign-in took too long or was tried too often. Start again.' },
  FORBIDDEN: { status: 403, message: 'This needs rights that your account does not have.' },
  PASSWORD_CHANGE_REQUIRED: { status: 403, message: 'Choose a password of your own first.' },
  ORIGIN_REFUSED: { status: 403, message: 'This request came from another site and was refused.' },
  NOT_FOUND: { status: 404, message: 'There is nothing here under that name.' },
  METHOD_NOT_ALLOWED: { status: 405, message: 'This address does not take that method.' },
  CONFLICT: { status: 409, message: 'This does not fit what is stored now.' },
  ALREADY_AVAILABLE: { status: 409, message: 'This is in the library already.' },
  ALREADY_REQUESTED: { status: 409, message: 'This was asked for already.' },
  NO_SEASONS_LEFT: { status: 409, message: 'All of these seasons are there or asked for already.' },
  QUOTA_EXCEEDED: { status: 403, message: 'You have asked for as much as you may for now.' },
  BLOCKLISTED: { status: 403, message: 'The person who runs this house does not want this title here.' },
  IDEMPOTENCY_MISMATCH: { status: 409, message: 'This Idempotency-Key was already used with another body.' },
  NOT_REDOABLE: { status: 409, message: 'Only raw webhooks and dead letters can be redone.' },
  PAYLOAD_TOO_LARGE: { status: 413, message: 'The body is larger than this address takes.' },
  UNSUPPORTED_MEDIA: { status: 415, message: 'The body has a content type that this address does not take.' },
  RATE_LIMIT_EXCEEDED: { status: 429, message: 'Too many requests.' },
  INTERNAL: { status: 500, message: 'Something went wrong on our side. The id below finds it in the log.' },
  UPSTREAM_FAILED: { status: 502, message: 'A service behind MediaNest did not answer as expected.' },
  UNAVAILABLE: { status: 503, message: 'The part of MediaNest that answers this is not running. Try again shortly.' },
  STORAGE_FULL: {
    status: 503,
    message: 'The store for new work is full. Free disk space or raise its limit, then try again.',
  },
  TIMEOUT: { status: 504, message: 'No answer came in time. Try again shortly.' },
} as const

export type ErrorCode = keyof typeof ERRORS

export const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(ERRORS, code)
