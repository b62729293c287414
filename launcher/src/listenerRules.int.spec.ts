import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { join } from 'node:path';
import { projectRoot } from './projectRoot.ts';

const given = `
import { neverThrowing, inBackground } from '@sysops-squad/chassis/listeners';
declare const x: NodeJS.EventEmitter;
declare const request: { url?: string };
declare function mayThrow(): void;
declare function mayReject(): Promise<void>;
`;

/** Each line alone may end a process; the rule that says so. */
const breaches: [rule: string, line: string][] = [
  ['process/naked-callbacks', `x.on('upgrade', () => mayThrow());`],
  ['process/naked-callbacks', `x.once('data', (chunk: string) => JSON.parse(chunk));`],
  ['process/naked-callbacks', `x.prependListener('message', async () => mayReject());`],
  ['process/naked-callbacks', `x.on('error', (error: Error) => { throw error; });`],
  ['process/naked-callbacks', `x.on('close', mayThrow);`],
  ['process/naked-callbacks', `x.on('connection', function () { for (const each of [1]) mayThrow(), void each; });`],
  ['process/naked-callbacks', `setInterval(() => mayThrow(), 5);`],
  ['process/naked-callbacks', `setInterval(async () => { await mayReject(); }, 5);`],
  ['process/naked-callbacks', `setTimeout(mayThrow, 5);`],
  ['process/naked-callbacks', `setImmediate(() => mayThrow());`],
  ['process/naked-callbacks', `queueMicrotask(() => mayThrow());`],
  ['@typescript-eslint/no-floating-promises', `void mayReject();`],
  ['@typescript-eslint/no-floating-promises', `mayReject();`],
  ['no-restricted-syntax', `export const a = new URL(request.url!, 'http://x');`.replace('!', '')],
  ['no-restricted-syntax', `export const b = new URL(request.url ?? '/', 'http://x');`],
  ['no-restricted-syntax', `export const c = decodeURIComponent('%');`],
  ['no-restricted-imports', `import { createServer } from 'node:http';`],
  ['no-restricted-imports', `import { WebSocketServer } from 'ws';`],
  ['no-restricted-imports', `import { useServer } from 'graphql-ws/use/ws';`],
];

const harmless = [
  `x.on('upgrade', neverThrowing(() => mayThrow()));`,
  `x.on('error', () => undefined);`,
  `x.on('close', () => clearTimeout(undefined));`,
  `setInterval(neverThrowing(mayReject), 5);`,
  `new Promise<void>((resolve, reject) => { setTimeout(resolve, 5); x.once('error', reject); x.once('end', () => resolve()); }).catch(() => undefined);`,
  `inBackground(mayReject());`,
  `mayReject().catch(() => undefined);`,
  `export const d = new URL('http://x');`,
];

type Message = { ruleId: string; line: number };

/** What the rules for a file of the router say about this text. */
async function lint(source: string): Promise<Message[]> {
  const eslint = join(projectRoot, 'node_modules/eslint/bin/eslint.js');
  const options = ['--format', 'json', '--stdin', '--stdin-filename', join(projectRoot, 'router/src/main.ts')];
  const env = { ...process.env, NODE_OPTIONS: '' };
  const child = spawn(process.execPath, [eslint, ...options], {
    cwd: projectRoot,
    env,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(source);
  return (JSON.parse(await text(child.stdout)) as { messages: Message[] }[])[0]!.messages;
}

test('every rule catches what may end a process, and what may not passes', async () => {
  const lines = [...given.split('\n'), ...breaches.map(([, line]) => line), ...harmless];
  const messages = await lint(lines.join('\n'));
  const ofLine = (line: string): string[] =>
    messages.filter((message) => lines[message.line - 1] === line).map(({ ruleId }) => ruleId);
  for (const [rule, line] of breaches) expect([line, ofLine(line)]).toEqual([line, expect.arrayContaining([rule])]);
  const ours = new Set(breaches.map(([rule]) => rule));
  for (const line of harmless) expect([line, ofLine(line).filter((rule) => ours.has(rule))]).toEqual([line, []]);
}, 60_000);
