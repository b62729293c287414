import { playStory } from '../demo/src/story.ts';
import { password, startSystem, type System } from './testing/system.ts';

let system: System;
beforeAll(async () => void (system = await startSystem()), 120_000);
afterAll(() => system?.stop(), 30_000);

test('npm run demo tells the whole story', async () => {
  const lines: string[] = [];
  await playStory({ url: system.url, password, write: (line) => lines.push(line) });
  const told = lines.join('\n');
  for (const status of ['ACCEPTED', 'EN_ROUTE', 'ON_SITE', 'COMPLETED', 'CLOSED']) expect(told).toContain(`the customer sees ${status}`);
  expect(told).toContain('survey link');
}, 120_000);

test('a step that does not come is said to be missing', async () => {
  await system.stopProcess('ticket-workflow');
  await expect(playStory({ url: system.url, password, write: () => undefined })).rejects.toThrow("offer is on the expert's screen");
}, 120_000);
