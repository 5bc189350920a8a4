/** A person in a notification, by the name of its variables. */
const person = (name: string): Record<string, string> =>
  Object.fromEntries(
    ['username', 'email', 'avatar', 'settings_discordId', 'settings_telegramChatId'].map((field) => [
      `${name}_${field}`,
      `{{${name}_${field}}}`,
    ]),
  )

/** What Seerr is to send, as text: its own default but for its order. Plain ASCII, as Overseerr reads nothing else. */
export const TEMPLATE = JSON.stringify(
  {
    notification_type: '{{notification_type}}',
    event: '{{event}}',
    subject: '{{subject}}',
    message: '{{message}}',
    image: '{{image}}',
    '{{media}}': {
      media_type: '{{media_type}}',
      tmdbId: '{{media_tmdbid}}',
      tvdbId: '{{media_tvdbid}}',
      status: '{{media_status}}',
      status4k: '{{media_status4k}}',
    },
    '{{request}}': { request_id: '{{request_id}}', ...person('requestedBy') },
    '{{issue}}': {
      issue_id: '{{issue_id}}',
      issue_type: '{{issue_type}}',
      issue_status: '{{issue_status}}',
      ...person('reportedBy'),
    },
    '{{comment}}': { comment_message: '{{comment_message}}', ...person('commentedBy') },
    '{{extra}}': [],
  },
  undefined,
  2,
)
