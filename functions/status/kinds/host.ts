/** A host without the brackets of an IPv6 address. */
export const bareHost = (target: string): string => target.replace(/^\[(.*)\]$/, '$1')
