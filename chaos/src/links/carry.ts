import type { Socket } from 'node:net';

/** What the link does to data at this moment; `onHeal` is called when it ends. */
export type Disturbance = { stalled: boolean; delayMs: number; onHeal: Set<() => void> };

/** Brings everything that `from` says to `to`, in order, whatever the link does meanwhile; no faster than `to` can take it. */
export function carry(from: Socket, to: Socket, disturbance: Disturbance): void {
  let waiting: Promise<void> | undefined;
  const calm = (): boolean => !disturbance.stalled && disturbance.delayMs === 0;

  const write = (chunk: Buffer | null): void => {
    if (to.destroyed) return;
    if (chunk === null) return void to.end();
    if (to.write(chunk)) return;
    from.pause();
    to.once('drain', () => waiting ?? from.resume());
  };

  const pass = (chunk: Buffer | null): void => {
    if (!waiting && calm()) return write(chunk);
    from.pause();
    const turn = (waiting ?? Promise.resolve()).then(() => untilThrough(disturbance, from)).then(() => write(chunk));
    waiting = turn;
    void turn.then(() => {
      if (waiting !== turn) return;
      waiting = undefined;
      if (!from.destroyed) from.resume();
    });
  };

  from.on('data', pass);
  from.once('end', () => pass(null));
  from.once('close', () => (calm() ? to.destroySoon() : to.destroy()));
  from.resume();
}

/** After the delay, and not while the link is stalled; at once when the sender is gone. */
async function untilThrough(disturbance: Disturbance, from: Socket): Promise<void> {
  if (disturbance.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, disturbance.delayMs));
  while (disturbance.stalled && !from.destroyed) await nextChange(disturbance, from);
}

function nextChange({ onHeal }: Disturbance, from: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      onHeal.delete(done);
      from.off('close', done);
      resolve();
    };
    onHeal.add(done);
    from.once('close', done);
  });
}
