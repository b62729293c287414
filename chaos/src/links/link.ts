import { createServer, connect, type AddressInfo, type Socket } from 'node:net';
import { carry, type Disturbance } from './carry.ts';

export type Upstream = { host: string; port: number };

/** A wire between two processes that can be disturbed. */
export type Link = {
  name: string;
  port: number;
  /** Connections stay, nothing goes through, in neither direction. */
  stall(): void;
  /** Every piece of data takes this much longer, each way. */
  slow(milliseconds: number): void;
  /** Every open connection is reset; returns how many. */
  reset(): number;
  /** New connections are reset at once. */
  refuse(): void;
  heal(): void;
  close(): Promise<void>;
};

type Wire = { name: string; host?: string; upstreams: readonly Upstream[] };

/** Listens on a port of its own and carries each connection to the next upstream, or to another one when that does not answer. */
export async function openLink({ name, host = '127.0.0.1', upstreams }: Wire): Promise<Link> {
  const disturbance: Disturbance = { stalled: false, delayMs: 0, onHeal: new Set() };
  const open = new Set<Socket>();
  let refusing = false;
  let turn = 0;

  const server = createServer({ allowHalfOpen: true, noDelay: true, pauseOnConnect: true }, (near) => {
    near.on('error', () => near.destroy());
    if (refusing) return void near.resetAndDestroy();
    keep(near);
    turn += 1;
    join(near, Array.from(upstreams, (_, index) => upstreams[(turn + index) % upstreams.length]!));
  });

  function keep(socket: Socket): void {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  }

  function join(near: Socket, [first, ...others]: Upstream[]): void {
    if (!first) return void near.resetAndDestroy();
    const far = connect({ ...first, allowHalfOpen: true, noDelay: true });
    const another = () => join(near, others);
    far.once('error', another);
    far.once('connect', () => {
      far.off('error', another);
      far.on('error', () => near.resetAndDestroy());
      if (near.destroyed) return void far.destroy();
      keep(far);
      carry(near, far, disturbance);
      carry(far, near, disturbance);
    });
  }

  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, host, resolve));
  const disturb = (change: Partial<Disturbance>): void => void Object.assign(disturbance, change);
  return {
    name,
    port: (server.address() as AddressInfo).port,
    stall: () => disturb({ stalled: true }),
    slow: (delayMs) => disturb({ delayMs }),
    refuse: () => void (refusing = true),
    reset: () => {
      const sockets = [...open];
      for (const socket of sockets) socket.resetAndDestroy();
      return Math.ceil(sockets.length / 2);
    },
    heal: () => {
      refusing = false;
      disturb({ stalled: false, delayMs: 0 });
      for (const wake of [...disturbance.onHeal]) wake();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}
