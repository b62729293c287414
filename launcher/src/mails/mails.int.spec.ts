import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { outboxSender } from '@sysops-squad/chassis/delivery/outboxFolder';
import { serveMails } from './serveMails.ts';

let folder: string;
let mails: Awaited<ReturnType<typeof serveMails>>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mails-'));
  mails = await serveMails(folder);
});
afterEach(async () => {
  mails.stop();
  await rm(folder, { recursive: true });
});

const read = async (path = '') => {
  const response = await fetch(`${mails.url}${path}`);
  return { status: response.status, html: await response.text() };
};
const message = { to: 'carla@example.org', template: 't', recipient_kind: 'CUSTOMER', recipient_id: 'cus_1' };

test('the list shows what was sent, and a mail opens with its links', async () => {
  expect((await read()).html).toContain('No mail has been sent yet.');
  const body = 'Open http://127.0.0.1:4000/verify-email#abc.';
  await outboxSender(folder, 'EMAIL')({ id: 'ntf_1', subject: 'Prove <your> address', body, ...message });
  await writeFile(join(folder, 'half.json'), '{');
  const { html } = await read();
  expect(html).toContain('<a href="ntf_1">Prove &lt;your&gt; address</a>');
  expect((await read('ntf_1')).html).toContain('<a href="http://127.0.0.1:4000/verify-email#abc">');
  expect((await read('ntf_2')).status).toBe(404);
});

test('mail text is never markup, and its links are only http', async () => {
  const body = '<script>alert(1)</script> javascript:alert(1) http://x.example/"onclick="x';
  await outboxSender(folder, 'EMAIL')({ id: 'ntf_1', subject: '<img src=x>', body, ...message });
  const { html } = await read('ntf_1');
  expect(html).not.toMatch(/<script|<img|href="javascript|" *onclick=/);
});

test('without the token nothing is shown', async () => {
  const { origin } = new URL(mails.url);
  for (const path of ['/', '/wrong/', '/wrong/ntf_1']) expect((await fetch(`${origin}${path}`)).status).toBe(404);
});
