/** Retries are at most this share of the calls, so that they never multiply the load of a subgraph that is failing. */
const share = 0.1;
const saved = 10;

export function createRetryBudget() {
  let tokens = saved;
  return {
    called: (): void => void (tokens = Math.min(saved, tokens + share)),
    /** False: this call is not tried again. */
    take(): boolean {
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
}
