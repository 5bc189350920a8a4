/** The folders that hold code of ours. */
export const PLACES = ['contracts', 'bus', 'functions', 'ui', 'infra'] as const
