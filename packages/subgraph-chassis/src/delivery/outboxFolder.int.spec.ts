import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { outboxSender } from './outboxFolder.ts';

const message = { id: 'ntf_1', to: 'carla@example.org', subject: 'A link', body: 'https://…', template: 't', recipient_kind: 'CUSTOMER', recipient_id: 'cus_1' };

test('a mail lies there whole, and is its owner’s alone whatever the umask', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'outbox-'));
  const before = process.umask(0);
  try {
    const outbox = join(folder, 'outbox');
    await outboxSender(outbox, 'EMAIL')(message);
    expect(await readdir(outbox)).toEqual(['ntf_1.json']);
    expect(JSON.parse(await readFile(join(outbox, 'ntf_1.json'), 'utf8'))).toMatchObject({ channel: 'EMAIL', ...message });
    const modes = await Promise.all([outbox, join(outbox, 'ntf_1.json')].map(async (path) => (await stat(path)).mode & 0o777));
    expect(modes).toEqual([0o700, 0o600]);
  } finally {
    process.umask(before);
    await rm(folder, { recursive: true });
  }
});
