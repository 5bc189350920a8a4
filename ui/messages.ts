/**
 * Every text of the page. A language is one more table of this shape; whatever needs a number, a name or a time is a
 * function, so that each language can order its sentence as it likes. As a namespace, so that the texts of a page come
 * with the page and not with the first load.
 */
export * as t from './messages/all.ts'
