/**
 * An async iterator whose `return()` ends the generator at once. A plain generator's `return()` waits behind a pending
 * `next()`, so a subscriber who leaves would stay until the next event. The generator must pass the signal to whatever it waits for.
 */
export function abortable<T>(generate: (signal: AbortSignal) => AsyncGenerator<T, void, void>): AsyncGenerator<T, void, void> {
  const controller = new AbortController();
  const inner = generate(controller.signal);
  const done = { done: true as const, value: undefined };
  return {
    next: () => inner.next().catch((error: unknown) => (controller.signal.aborted ? done : Promise.reject(error))),
    async return() {
      controller.abort();
      await inner.return();
      return done;
    },
    throw(error) {
      controller.abort();
      return inner.throw(error);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    async [Symbol.asyncDispose]() {
      await this.return();
    },
  };
}
