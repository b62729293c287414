import type { DispatchPolicy } from '../../../simulation/src/dispatchCore.ts';
import { MEASURED_DAY } from '../../../simulation/src/world/calendar.ts';
import { startOfDay } from '../../../monolith/src/seed/calendar.ts';
import { businesses, type Growth } from './businesses.ts';
import { decisionBench } from './decision.ts';
import { figuresOf, type Figures, type Repetition } from './timing.ts';
import { turnBench } from './turn.ts';

/** `decision`: in memory; `turn`, `batch turn`, `cold turn`: on the database, with one ticket, many, and a roster that was not read yet. */
export type Layer = 'decision' | 'turn' | 'batch turn' | 'cold turn';
export type Row = { experts: number; growth: Growth; layer: Layer } & Figures;
export type Plan = { experts: readonly number[]; repetitions: number; decisions: number; turns: number; policy: DispatchPolicy };

type Subject = { experts: number; growth: Growth; layer: Layer; repeat: () => Promise<Repetition> };

/** Repetitions go round by round over all sizes, so that whatever disturbs the machine disturbs all of them. The first round only warms up. */
export async function benchDispatch(plan: Plan, progress: (what: string) => void): Promise<Row[]> {
  const inMemory = businesses(MEASURED_DAY, plan.experts).map((business): Subject => {
    progress(`booking a day for ${nameOf(business)}`);
    const bench = decisionBench(business, plan.policy);
    return { ...business, layer: 'decision', repeat: () => bench.repeat(plan.decisions) };
  });
  const rows = await rounds(inMemory, plan.repetitions, progress);
  return plan.turns === 0 ? rows : [...rows, ...(await onDatabase(plan, progress))];
}

async function onDatabase({ experts, repetitions, turns }: Plan, progress: (what: string) => void): Promise<Row[]> {
  const today = startOfDay(new Date());
  const open: { close: () => Promise<void> }[] = [];
  try {
    const subjects: Subject[] = [];
    for (const business of businesses(today, experts)) {
      progress(`filling a database for ${nameOf(business)}`);
      const bench = await turnBench(business, today);
      open.push(bench);
      await bench.warmUp();
      const { single, batch, cold } = bench;
      subjects.push(
        { ...business, layer: 'turn', repeat: () => single(turns) }, { ...business, layer: 'batch turn', repeat: () => batch(Math.ceil(turns / 10)) }, { ...business, layer: 'cold turn', repeat: () => cold(Math.ceil(turns / 10)) });
    }
    return await rounds(subjects, repetitions, progress);
  } finally {
    for (const { close } of open) await close();
  }
}

async function rounds(subjects: readonly Subject[], repetitions: number, progress: (what: string) => void): Promise<Row[]> {
  const measured = new Map(subjects.map((subject): [Subject, Repetition[]] => [subject, []]));
  for (let round = 0; round <= repetitions; round += 1) {
    for (const subject of subjects) {
      progress(`${round === 0 ? 'warming up' : `round ${round} of ${repetitions}`}: ${subject.layer}, ${nameOf(subject)}`);
      const repetition = await subject.repeat();
      if (round > 0) measured.get(subject)!.push(repetition);
    }
  }
  return subjects.map(({ experts, growth, layer, ...rest }) => ({ experts, growth, layer, ...figuresOf([...measured].find(([subject]) => subject.repeat === rest.repeat)![1]) }));
}

const nameOf = ({ experts, growth }: { experts: number; growth: Growth }): string => `${experts} experts, ${growth}`;
