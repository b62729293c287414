/** Aborts once somebody wants us to end: a signal, or `run.mjs` being gone. Later signals change nothing. */
export function stopRequested(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => controller.abort(signal));
  process.once('disconnect', () => controller.abort('disconnect'));
  process.channel?.unref();
  return controller.signal;
}
