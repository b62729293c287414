/** Keeps what a subscription brought, so that a step can wait for what may have come before it began to wait. */
export class Feed<Event> {
  readonly events: Event[] = [];
  #failure: Error | undefined;
  #wake: () => void = () => {};

  constructor(source: AsyncIterableIterator<Event>) {
    void this.#read(source);
  }

  async #read(source: AsyncIterableIterator<Event>): Promise<void> {
    try {
      for await (const event of source) {
        this.events.push(event);
        this.#wake();
      }
    } catch (error) {
      this.#failure = error as Error;
      this.#wake();
    }
  }

  /** The first event that fits, past or to come. @throws when the subscription failed */
  async first(fits: (event: Event) => boolean): Promise<Event> {
    for (;;) {
      const found = this.events.find(fits);
      if (found) return found;
      if (this.#failure) throw this.#failure;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
