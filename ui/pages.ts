import type { ComponentType } from 'preact'
import type { IconName } from './parts/icons.ts'
import { t } from './messages.ts'
import { Home } from './pages/home.ts'

export interface Page {
  path: string
  title: string
  icon?: IconName
  admin?: boolean
  /** In the rail and the bottom bar. */
  nav?: boolean
  /** The page of the navigation that it belongs to, where it is not in there itself. */
  within?: string
  /** Loaded with the first load, or when it is first opened. */
  load: ComponentType | (() => Promise<ComponentType>)
  lazy: boolean
  /** What it covers, where that is not its path and what is below. */
  covers?: RegExp
}

const later = (load: () => Promise<ComponentType>): Pick<Page, 'load' | 'lazy'> => ({ load, lazy: true })

/** Every page, in the order of the navigation. A path covers what is below it, unless a page above it does. */
export const pages: readonly Page[] = [
  { path: '/', title: t.titles.home, icon: 'home', nav: true, load: Home, lazy: false },
  {
    path: '/discover',
    title: t.titles.discover,
    icon: 'search',
    nav: true,
    ...later(() => import('./pages/discover.ts').then((module) => module.Discover)),
  },
  {
    path: '/media',
    title: t.titles.title,
    within: '/discover',
    ...later(() => import('./pages/media.ts').then((module) => module.MediaPage)),
  },
  {
    path: '/requests/rules',
    title: t.titles.approvalRules,
    admin: true,
    within: '/requests',
    ...later(() => import('./pages/approval-rules.ts').then((module) => module.ApprovalRules)),
  },
  {
    path: '/requests/statistics',
    title: t.titles.requestStatistics,
    admin: true,
    within: '/requests',
    ...later(() => import('./pages/request-statistics.ts').then((module) => module.RequestStatistics)),
  },
  {
    path: '/requests/:id',
    covers: /^\/requests\/[^/]+$/,
    title: t.titles.request,
    within: '/requests',
    ...later(() => import('./pages/request.ts').then((module) => module.RequestPage)),
  },
  {
    path: '/requests',
    title: t.titles.requests,
    icon: 'inbox',
    nav: true,
    ...later(() => import('./pages/requests.ts').then((module) => module.Requests)),
  },
  {
    path: '/issues/:id',
    covers: /^\/issues\/[^/]+$/,
    title: t.titles.problem,
    within: '/requests',
    ...later(() => import('./pages/problem.ts').then((module) => module.ProblemPage)),
  },
  {
    path: '/issues',
    title: t.titles.problems,
    within: '/requests',
    ...later(() => import('./pages/problems.ts').then((module) => module.Problems)),
  },
  {
    path: '/library/items/:id',
    covers: /^\/library\/items\/[^/]+$/,
    title: t.titles.item,
    within: '/library',
    ...later(() => import('./pages/library-item.ts').then((module) => module.LibraryItemPage)),
  },
  {
    path: '/library/collections/:id',
    covers: /^\/library\/collections\/[^/]+$/,
    title: t.titles.collection,
    within: '/library',
    ...later(() => import('./pages/collection.ts').then((module) => module.CollectionPage)),
  },
  {
    path: '/library/collections',
    title: t.titles.collections,
    within: '/library',
    ...later(() => import('./pages/collections.ts').then((module) => module.Collections)),
  },
  {
    path: '/library/:id',
    covers: /^\/library\/[^/]+$/,
    title: t.titles.library,
    within: '/library',
    ...later(() => import('./pages/library-shelves.ts').then((module) => module.LibraryShelves)),
  },
  {
    path: '/library',
    title: t.titles.library,
    icon: 'library',
    nav: true,
    ...later(() => import('./pages/library.ts').then((module) => module.Library)),
  },
  {
    path: '/board',
    title: t.titles.board,
    icon: 'board',
    nav: true,
    ...later(() => import('./pages/board.ts').then((module) => module.Board)),
  },
  {
    path: '/services/:service',
    covers: /^\/services\/(?!new$)[^/]+$/,
    title: t.titles.service,
    within: '/board',
    ...later(() => import('./pages/service.ts').then((module) => module.ServicePage)),
  },
  {
    path: '/services',
    title: t.titles.services,
    icon: 'services',
    admin: true,
    nav: true,
    ...later(() => import('./pages/services.ts').then((module) => module.Services)),
  },
  {
    path: '/maintenance',
    title: t.titles.maintenance,
    admin: true,
    within: '/services',
    ...later(() => import('./pages/maintenance.ts').then((module) => module.MaintenancePage)),
  },
  {
    path: '/status-page',
    title: t.titles.statusPage,
    admin: true,
    within: '/services',
    ...later(() => import('./pages/status-page.ts').then((module) => module.StatusPageSettings)),
  },
  {
    path: '/alerts/incidents',
    title: t.titles.incidents,
    admin: true,
    within: '/alerts',
    ...later(() => import('./pages/incidents.ts').then((module) => module.Incidents)),
  },
  {
    path: '/alerts/rules',
    title: t.titles.rules,
    admin: true,
    within: '/alerts',
    ...later(() => import('./pages/rules.ts').then((module) => module.Rules)),
  },
  {
    path: '/alerts/channels',
    title: t.titles.channels,
    admin: true,
    within: '/alerts',
    ...later(() => import('./pages/channels.ts').then((module) => module.Channels)),
  },
  {
    path: '/alerts/deliveries',
    title: t.titles.deliveries,
    admin: true,
    within: '/alerts',
    ...later(() => import('./pages/deliveries.ts').then((module) => module.Deliveries)),
  },
  {
    path: '/alerts',
    title: t.titles.alerts,
    icon: 'siren',
    nav: true,
    ...later(() => import('./pages/alerts.ts').then((module) => module.Alerts)),
  },
  {
    path: '/journal',
    title: t.titles.journal,
    icon: 'journal',
    admin: true,
    nav: true,
    ...later(() => import('./pages/journal.ts').then((module) => module.Journal)),
  },
  {
    path: '/people',
    title: t.titles.people,
    icon: 'people',
    admin: true,
    nav: true,
    ...later(() => import('./pages/people.ts').then((module) => module.People)),
  },
  {
    path: '/webhooks',
    title: t.titles.webhooks,
    icon: 'webhooks',
    admin: true,
    nav: true,
    ...later(() => import('./pages/webhooks.ts').then((module) => module.Webhooks)),
  },
  {
    path: '/settings',
    title: t.titles.settings,
    icon: 'settings',
    admin: true,
    nav: true,
    ...later(() => import('./pages/settings.ts').then((module) => module.Settings)),
  },
  {
    path: '/connections',
    title: t.titles.connections,
    admin: true,
    within: '/settings',
    ...later(() => import('./pages/connections.ts').then((module) => module.Connections)),
  },
  {
    path: '/backups',
    title: t.titles.backups,
    admin: true,
    within: '/settings',
    ...later(() => import('./pages/backups.ts').then((module) => module.Backups)),
  },
  {
    path: '/guide',
    title: t.titles.guide,
    admin: true,
    within: '/settings',
    ...later(() => import('./pages/guide.ts').then((module) => module.Guide)),
  },
  {
    path: '/audit',
    title: t.titles.audit,
    admin: true,
    within: '/settings',
    ...later(() => import('./pages/audit.ts').then((module) => module.Audit)),
  },
  {
    path: '/account',
    title: t.titles.account,
    ...later(() => import('./pages/account.ts').then((module) => module.Account)),
  },
]

/** The page of a path, when this person may see it. */
export function pageOf(asked: string, admin: boolean): Page | undefined {
  const page = pages.find(({ path, covers }) =>
    covers ? covers.test(asked) : path === asked || (path !== '/' && asked.startsWith(`${path}/`)),
  )
  return page && (admin || !page.admin) ? page : undefined
}
