import { neverThrowing } from '../listeners.ts';
import type { WebSocket } from 'ws';

const turns = 10;

/** Pings each socket once in `everyMs`, a tenth of them at a time, and ends those that have not answered by the next: one timer for all. */
export function startPings(everyMs: number) {
  const groups = Array.from({ length: turns }, () => new Set<WebSocket>());
  const silent = new WeakSet<WebSocket>();
  let turn = 0;
  let joined = 0;
  function answered(this: WebSocket): void {
    silent.delete(this);
  }
  const timer = setInterval(neverThrowing(() => {
    for (const socket of groups[turn++ % turns]!) {
      if (silent.has(socket)) {
        socket.terminate();
        continue;
      }
      silent.add(socket);
      socket.ping();
    }
  }), everyMs / turns).unref();
  return {
    /** Gives back what is to be called when the socket is closed. */
    watch(socket: WebSocket): () => void {
      const group = groups[joined++ % turns]!;
      group.add(socket);
      socket.on('pong', answered);
      return () => void group.delete(socket);
    },
    stop: () => clearInterval(timer),
  };
}
