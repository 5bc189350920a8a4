/** Prefix of subjects, streams and buckets of a house; another one is another house on the same NATS. */
export const NAMESPACE = 'medianest'
