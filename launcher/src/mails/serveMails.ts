import type { ServerResponse } from 'node:http';
import { createHttpServer } from '@sysops-squad/chassis/http/server';
import { createLogger } from '@sysops-squad/chassis/logger';
import { listenLocally, newToken } from '../listenLocally.ts';
import { mailList, mailPage } from './mailPages.ts';
import { readMails } from './readMails.ts';

const headers = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; base-uri 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};

/**
 * Shows the outbox folder in a browser, on this machine only. Mails hold links that sign in: the address
 * has a token.
 */
export async function serveMails(folder: string): Promise<{ url: string; stop: () => void }> {
  const token = newToken();
  const send = (response: ServerResponse, status: number, html: string): void =>
    void response.writeHead(status, headers).end(html);
  const server = createHttpServer({
    logger: createLogger('launcher'),
    answer: async (request, response, { path }) => {
      const [, given, id = '', ...rest] = path.split('/');
      if (request.method !== 'GET' || given !== token || rest.length > 0) return send(response, 404, '');
      const mails = await readMails(folder);
      if (id === '') return send(response, 200, mailList(mails));
      const mail = mails.find((one) => encodeURIComponent(one.id) === id);
      return mail ? send(response, 200, mailPage(mail)) : send(response, 404, 'This mail is not among the newest 200.');
    },
  });
  const { url, stop } = await listenLocally(server);
  return { url: `${url}/${token}/`, stop };
}
