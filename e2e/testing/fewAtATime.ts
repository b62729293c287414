/** Runs them in their order, some of them at a time, and has a promise for each at once. */
export function fewAtATime<Result>(jobs: readonly (() => Promise<Result>)[], atOnce: number): Promise<Result>[] {
  const results: Promise<Result>[] = [];
  jobs.forEach((job, index) => {
    const result = (results[index - atOnce] ?? Promise.resolve()).then(job, job);
    // Whoever awaits it later hears of it.
    result.catch(() => undefined);
    results.push(result);
  });
  return results;
}
