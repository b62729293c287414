import { connect, type Socket } from 'node:net';

/** A connection that has sent these bytes; its own errors are nobody's. */
export const rawSocket = (port: number, bytes: string | Buffer): Socket => {
  const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
  return socket.on('error', () => undefined);
};

/** What comes back for bytes written by hand, until the other end closes. */
export const rawAnswer = (port: number, bytes: string | Buffer): Promise<string> =>
  new Promise((resolve) => {
    let answer = '';
    rawSocket(port, bytes).setEncoding('utf8').on('data', (data) => (answer += String(data))).on('close', () => resolve(answer));
  });

/** Sends them, and resets the connection as soon as they have left. */
export const sendAndReset = (port: number, bytes: string): Promise<void> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes, () => socket.resetAndDestroy()));
    socket.on('error', () => undefined).on('close', () => resolve());
  });

export const upgradeOf = (path: string, headers: readonly string[] = []): string =>
  [
    `GET ${path} HTTP/1.1`, 'host: x', 'connection: upgrade', 'upgrade: websocket', 'sec-websocket-version: 13',
    'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==', ...headers, '', '',
  ].join('\r\n');
