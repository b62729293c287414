import { setTimeout as pause } from 'node:timers/promises';

/** True once it says that it can serve; false when `gaveUp` aborts first. */
export async function untilReady(url: string, gaveUp: AbortSignal): Promise<boolean> {
  while (!gaveUp.aborted) {
    if (await isReady(url)) return true;
    await pause(80, undefined, { signal: gaveUp }).catch(() => undefined);
  }
  return false;
}

export async function isReady(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(3000) });
    await answer.body?.cancel();
    return answer.status === 200;
  } catch {
    return false;
  }
}
