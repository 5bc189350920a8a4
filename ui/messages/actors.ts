/** Who does things, where it is not a person. */
export const actors: Record<string, string> = {
  function: 'MediaNest',
  system: 'MediaNest',
  operator: 'Operator',
  visitor: 'A visitor',
  former: 'Somebody who was erased',
  'hook:overseerr': 'Seerr',
  'hook:plex': 'Plex',
}
