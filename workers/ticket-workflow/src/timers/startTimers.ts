import { startLoop } from '@sysops-squad/chassis/loop';
import { startDispatch } from '../dispatch/startDispatch.ts';
import { closeAnswered } from '../surveys/closeAnswered.ts';
import type { Wake } from '../../../../subgraphs/ticket/src/messaging/wake.ts';
import type { Workflow } from '../workflow.ts';
import { examineDue } from './examineDue.ts';
import { fireDueTimers } from './fireTimers.ts';
import { forgetOld, retryUnassigned, sweep } from './sweep.ts';

export type TimerSettings = { fireMs: number; dispatchMs: number; sweepMs: number; surveyPollMs: number; retryUnassignedMs: number; forgetMs: number };

/** Everything that happens because time has passed. Several processes may do it: each timer is fired by one of them. */
export function startTimers(workflow: Workflow, wake: Pick<Wake, 'subscribe'>, settings: TimerSettings): { stop: () => Promise<void> } {
  const every = (everyMs: number, what: string, turn: () => Promise<boolean | void>) =>
    startLoop({ everyMs, turn, onError: (error) => workflow.logger.warn({ err: error }, `${what} failed, will be tried again`) });
  const dispatch = startDispatch(workflow, { everyMs: settings.dispatchMs });
  const stopListening = wake.subscribe('dispatch', dispatch.wake);
  const loops = [
    dispatch,
    every(settings.fireMs, 'examining', () => examineDue(workflow)),
    every(settings.fireMs, 'firing timers', () => fireDueTimers(workflow)),
    every(settings.sweepMs, 'sweeping', () => sweep(workflow)),
    every(settings.retryUnassignedMs, 'trying unassigned tickets', () => retryUnassigned(workflow, { olderThanSeconds: settings.retryUnassignedMs / 1_000, limit: 50 })),
    every(settings.surveyPollMs, 'asking for answered surveys', () => closeAnswered(workflow)),
    every(settings.forgetMs, 'forgetting', () => forgetOld(workflow)),
  ];
  return { stop: async () => (stopListening(), void (await Promise.all(loops.map((loop) => loop.stop())))) };
}
