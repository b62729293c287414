import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** Takes mails as a mail server does and keeps them; refuses them while `refusing` is true. */
export async function smtpServer() {
  const state = { refusing: false, mails: [] as string[] };
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    serve(socket, state);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () => {
    sockets.forEach((socket) => socket.destroy());
    return new Promise((resolve) => server.close(resolve));
  };
  return { url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`, state, stop };
}

function serve(socket: Socket, state: { refusing: boolean; mails: string[] }): void {
  let mail: string[] | undefined;
  let rest = '';
  const line = (text: string) => {
    if (mail && text !== '.') return void mail.push(text);
    if (mail) {
      state.mails.push(mail.join('\n'));
      mail = undefined;
      return void socket.write('250 taken\r\n');
    }
    if (/^DATA/i.test(text)) mail = [];
    socket.write(/^DATA/i.test(text) ? '354 go on\r\n' : /^QUIT/i.test(text) ? '221 bye\r\n' : state.refusing && /^MAIL/i.test(text) ? '451 later\r\n' : '250 ok\r\n');
  };
  socket.write('220 spec\r\n');
  socket.on('error', () => undefined).on('data', (chunk) => {
    const lines = (rest + chunk.toString()).split('\r\n');
    rest = lines.pop()!;
    lines.forEach(line);
  });
}
