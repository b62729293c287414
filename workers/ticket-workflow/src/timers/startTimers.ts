import { startLoop } from '@sysops-squad/chassis/loop';
import { closeAnswered } from '../surveys/closeAnswered.ts';
import type { Workflow } from '../workflow.ts';
import { fireDueTimers } from './fireTimers.ts';
import { forgetOld, retryUnassigned, sweep } from './sweep.ts';

export type TimerSettings = { fireMs: number; sweepMs: number; surveyPollMs: number; retryUnassignedMs: number; forgetMs: number };

/** Everything that happens because time has passed. Several processes may do it: each timer is fired by one of them. */
export function startTimers(workflow: Workflow, settings: TimerSettings): { stop: () => Promise<void> } {
  const every = (everyMs: number, what: string, turn: () => Promise<boolean | void>) =>
    startLoop({ everyMs, turn, onError: (error) => workflow.logger.warn({ err: error }, `${what} failed, will be tried again`) });
  const loops = [
    every(settings.fireMs, 'firing timers', () => fireDueTimers(workflow)),
    every(settings.sweepMs, 'sweeping', () => sweep(workflow)),
    every(settings.retryUnassignedMs, 'trying unassigned tickets', () => retryUnassigned(workflow, { olderThanSeconds: settings.retryUnassignedMs / 1_000, limit: 50 })),
    every(settings.surveyPollMs, 'asking for answered surveys', () => closeAnswered(workflow)),
    every(settings.forgetMs, 'forgetting', () => forgetOld(workflow)),
  ];
  return { stop: async () => void (await Promise.all(loops.map((loop) => loop.stop()))) };
}
