import { setTimeout as pause } from 'node:timers/promises';
import type { Operation } from '../record/recorder.ts';
import { spread, type Spread } from '../report/figures.ts';
import { raiseTicket } from './customers.ts';
import type { Play } from './stage.ts';

export type Rush = {
  asked: number;
  acknowledged: number;
  /** Acknowledged at the first attempt; the others were refused with an error that says "try again", and came again. */
  atFirst: number;
  /** From the first attempt to the acknowledgement. */
  milliseconds: Spread;
};
export type Spikes = { burst: Rush; spike: Rush & { seconds: number; perSecond: number } };

const TOGETHER = 250;
const SPIKE_SECONDS = 60;
const TIMES = 10;

/** 250 customers at the same moment; then a minute of ten times the usual, open loop: nobody waits for anybody's answer. */
export async function holdSpikes(play: Play, usualPerSecond: number, say: (line: string) => void): Promise<Spikes> {
  say(`  ${TOGETHER} customers at the same moment`);
  const burst = await rush(play, async () => {
    await Promise.all(Array.from({ length: TOGETHER }, () => raise(play)));
  });
  const perSecond = usualPerSecond * TIMES;
  say(`  ${perSecond} tickets a second for ${SPIKE_SECONDS} s`);
  const spike = await rush(play, async () => {
    const began = performance.now();
    const raised: Promise<void>[] = [];
    for (let number = 0; number < perSecond * SPIKE_SECONDS; number += 1) {
      await pause(Math.max(0, began + (number * 1_000) / perSecond - performance.now()));
      raised.push(raise(play));
    }
    await Promise.all(raised);
  });
  return { burst, spike: { ...spike, seconds: SPIKE_SECONDS, perSecond } };
}

/** What they do with the ticket afterwards may fail: the record of creations says all there is to say here. */
const raise = (play: Play): Promise<void> => raiseTicket(play).catch((error: unknown) => play.recorder.failure(`scene ${(error as Error).message.slice(0, 80)}`));

async function rush(play: Play, work: () => Promise<void>): Promise<Rush> {
  const before = play.recorder.operations.length;
  await work();
  const created = play.recorder.operations.slice(before).filter(({ name }) => name === 'createTicket');
  const acknowledged = created.filter(({ outcome }) => outcome === 'ok');
  return {
    asked: created.length, acknowledged: acknowledged.length, atFirst: acknowledged.filter(({ attempts }) => attempts === 1).length,
    milliseconds: spread(acknowledged.map(({ began, ended }: Operation) => ended - began)),
  };
}
