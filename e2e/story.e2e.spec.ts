import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { playReplay } from '../demo/src/replay.ts';
import { playStory } from '../demo/src/story.ts';
import { importExport } from '../import/src/importExport.ts';
import { password, startSystem, type System } from './testing/system.ts';
import { sendWell, type Data } from './testing/wire.ts';

let system: System;
let folder: string;
let file: string;

const header = 'Ticket ID,Customer Name,Customer Email,Product Purchased,Ticket Subject,Ticket Description,Ticket Status,Resolution,Ticket Priority,First Response Time,Time to Resolution,Customer Satisfaction Rating';
const rows = [
  ...Array.from({ length: 130 }, (_, index) => `${index + 1},Ada ${index % 90},ada${index % 90}@desk.example,HP Pavilion,Off,"It is off,\nagain.",Closed,New fuse,Low,2023-06-01 11:14:38,2023-06-01 18:05:38,3.0`),
  '131,Bob,bob@desk.example,Steam Radio,Hum,It hums.,Open,,Critical,,,',
  '132,Bob,bob@desk.example,HP Pavilion,Off,Waits.,Pending Customer Response,,High,2023-06-01 12:15:36,,',
  '133,Bob,not an address,HP Pavilion,Off,No.,Open,,High,,,',
  '134,Bob,bob@desk.example,HP Pavilion,Off,No.,Forgotten,,High,,,',
];

beforeAll(async () => {
  system = await startSystem();
  folder = await mkdtemp(join(tmpdir(), 'sysops-story-'));
  file = join(folder, 'desk.csv');
  await writeFile(file, `${header}\n${rows.join('\n')}\n`);
}, 120_000);
afterAll(async () => {
  await system?.stop();
  await rm(folder, { recursive: true });
}, 30_000);

test('npm run demo tells the whole story', async () => {
  const lines: string[] = [];
  await playStory({ url: system.url, password, write: (line) => lines.push(line) });
  const told = lines.join('\n');
  for (const status of ['ACCEPTED', 'EN_ROUTE', 'ON_SITE', 'COMPLETED', 'CLOSED']) expect(told).toContain(`the customer sees ${status}`);
  expect(told).toContain('survey link');
}, 120_000);

test("npm run import brings another desk's export in, silently, and twice with the same result", async () => {
  const session = await system.as('admin');
  const bring = () => importExport({ session, file, source: 'desk.csv', onProgress: () => undefined });
  const told = () => system.query('monolith', "SELECT 1 FROM customer_notification WHERE address LIKE '%@desk.example'");
  const first = await bring();
  expect(first).toMatchObject({ rows: 134, created: 132, existed: 0, customersCreated: 91, unknownProducts: { 'Steam Radio': 1 } });
  expect(first.refused.map(({ line, externalId }) => [line, externalId])).toEqual([[264, '133'], [265, '134']]);
  expect(await bring()).toMatchObject({ rows: 134, created: 0, existed: 132, customersCreated: 0, refused: first.refused });
  expect(await told()).toEqual([]);

  const stored = await system.query<{ external_id: string; status: string; attention_reason: string | null; created_at: Date; rating: number | null }>('ticket', "SELECT external_id, status, attention_reason, created_at, rating FROM ticket WHERE import_source = 'desk.csv' ORDER BY external_id::int");
  expect(stored).toHaveLength(132);
  expect(stored[0]).toMatchObject({ status: 'CLOSED', rating: 3, created_at: new Date('2023-06-01T11:14:38Z') });
  expect(stored[130]).toMatchObject({ status: 'NEEDS_ATTENTION', attention_reason: 'UNKNOWN_PRODUCT' });
  const { edges } = await sendWell(await system.as('operative'), 'AttentionQueue', { first: 100 });
  expect(edges.map(({ node }: Data) => node.customer?.name)).toContain('Bob');
}, 60_000);

test('a replay creates every ticket and says what became of it', async () => {
  const lines: string[] = [];
  await playReplay({ url: system.url, password, file, tickets: 20, rate: 20, territories: 1, write: (line) => lines.push(line) });
  expect(lines.join('\n')).toMatch(/created +20 in/);
  expect(lines.join('\n')).toMatch(/assigned +\d+/);
}, 120_000);

test('a step that does not come is said to be missing', async () => {
  await system.stopProcess('ticket-workflow');
  await expect(playStory({ url: system.url, password, write: () => undefined, stepTimeoutMs: 3_000 })).rejects.toThrow("offer is on the expert's screen");
}, 120_000);
