import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export type DatabaseLink = {
  /** The same database, through the link. */
  url: string;
  /** Connections are reset, new ones as well. */
  refuse(): void;
  /** Connections stay and nothing goes through. */
  stall(): void;
  /** The next COMMIT, or change outside of a transaction, arrives, and its answer gets lost with the connection. */
  loseAnswerToCommit(): void;
  heal(): void;
  close(): Promise<void>;
};

const commits = (text: string, inTransaction: boolean): boolean => (inTransaction ? text.includes('COMMIT') : /INSERT INTO|UPDATE |DELETE FROM/.test(text));

/** A wire to a database that can be cut in the ways in which networks and servers fail. */
export async function databaseLink(databaseUrl: string): Promise<DatabaseLink> {
  const { hostname, port } = new URL(databaseUrl);
  const open = new Set<Socket>();
  let state: 'whole' | 'refusing' | 'stalled' = 'whole';
  let losing = false;
  const end = (socket: Socket): void => void socket.resetAndDestroy();
  const keep = (socket: Socket): Socket => socket.on('error', () => undefined).once('close', () => open.delete(socket));
  const server = createServer((near) => {
    keep(near);
    if (state === 'refusing') return end(near);
    const far = keep(connect(Number(port), hostname));
    let lost = false;
    let inTransaction = false;
    open.add(near).add(far);
    const pass = (from: Socket, to: Socket, data: Buffer): void => {
      if (state === 'stalled') return;
      if (from === near) {
        const text = data.toString('latin1');
        if (losing && commits(text, inTransaction)) [losing, lost] = [false, true];
        if (/\b(BEGIN|COMMIT|ROLLBACK)\b/.test(text)) inTransaction = text.includes('BEGIN');
      }
      if (from === far && lost) return end(near);
      to.write(data);
    };
    near.on('data', (data) => pass(near, far, data)).once('close', () => far.destroy());
    far.on('data', (data) => pass(far, near, data)).once('close', () => near.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = (): void => open.forEach(end);
  const url = Object.assign(new URL(databaseUrl), { port: String((server.address() as AddressInfo).port) }).href;
  return {
    url,
    refuse: () => ((state = 'refusing'), cut()),
    stall: () => void (state = 'stalled'),
    loseAnswerToCommit: () => void (losing = true),
    // What was swallowed is gone: connections that were stalled are of no use any more.
    heal: () => {
      if (state === 'stalled') cut();
      [losing, state] = [false, 'whole'];
    },
    close: () => new Promise((resolve) => (cut(), server.close(() => resolve()))),
  };
}
