import type { DeferNode } from '@apollo/query-planner';
import type { Run, Step } from './run.ts';
import { asGraphqlError } from './subgraphErrors.ts';

export type DeferredStep = Pick<DeferNode['deferred'][number], 'label'> & { dependsOn: readonly string[]; step: Step | undefined };

/** Begins each deferred part as soon as what it needs is there; done with the primary part, however long the others take. */
export const withDeferred =
  (primary: Step | undefined, deferred: readonly DeferredStep[]): Step =>
  (run) => {
    const done = primary?.(run);
    const surrounding = Promise.allSettled([done, run.deferred.surrounding]);
    for (const part of deferred) begin({ ...run, errors: [], deferred: { ...run.deferred, surrounding } }, part);
    return done;
  };

/** The planner at times names a fetch that it has dropped: all is there when what surrounds the part is. */
function begin(run: Run, { label, dependsOn, step }: DeferredStep): void {
  const { parts, surrounding } = run.deferred;
  const work = async (): Promise<void> => {
    await Promise.race([surrounding, Promise.all(dependsOn.map((id) => progressOf(run, id).promise))]);
    await step?.(run);
  };
  const done = work().catch((error: unknown) => void run.errors.push(asGraphqlError(error)));
  parts.set(label!, { done, errors: run.errors });
}

/** A fetch on which deferred parts wait. */
export const awaited =
  (step: Step, ids: readonly string[]): Step =>
  async (run) => {
    await step(run);
    for (const id of ids) progressOf(run, id).resolve();
  };

function progressOf({ deferred: { fetches } }: Run, id: string): PromiseWithResolvers<void> {
  const known = fetches.get(id) ?? Promise.withResolvers<void>();
  fetches.set(id, known);
  return known;
}
