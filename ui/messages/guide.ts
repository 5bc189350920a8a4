import { count } from './plural.ts'

export const guide = {
  lead: 'Five steps, a few minutes. Each can be left for later; what is done stays done.',
  progress: (done: number, all: number) => `${done} of ${all} done`,
  states: { done: 'Done', open: 'To do', later: 'Left for later' },
  later: 'Do it later',
  laterNamed: (step: string) => `Do it later: ${step}`,
  now: 'Do it now',
  nowNamed: (step: string) => `Do it now: ${step}`,
  goOn: 'Go on',
  change: 'Change',
  changeNamed: (step: string) => `Change: ${step}`,
  allDone: 'All set. MediaNest knows your house now.',
  toBoard: 'See the board',
  steps: {
    password: { title: 'A password of your own', done: 'You chose your own password.' },
    plex: {
      title: 'Connect Plex',
      why: 'MediaNest learns from Plex what is in the library, and lets the people with whom you share it sign in.',
      done: (url: string) => `Plex is connected at ${url}.`,
    },
    seerr: {
      title: 'Connect Seerr',
      why: 'Requests and their approvals come from Seerr (or Overseerr, Jellyseerr).',
      done: (url: string) => `Seerr is connected at ${url}.`,
    },
    webhooks: {
      title: 'Let them tell what happens',
      why: 'With a webhook MediaNest hears at once of requests, approvals and new items.',
      needsSeerr: 'Connect Seerr first; then this takes one click.',
      waiting: 'Waiting for the first word from there',
      arrived: 'Something arrived',
      done: 'Seerr tells MediaNest what happens.',
    },
    board: {
      title: 'See the board',
      why: 'Whether everything works, at a glance.',
      text: (many: number) => `${count(many, 'service is', 'services are')} on the board.`,
      empty: 'What is connected appears there by itself within a minute.',
      done: 'You know where to look.',
    },
  },
}
