import { closeSync, existsSync, mkdirSync, openSync, readFileSync, readSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

const KEPT_BYTES = 20_000_000;
const ERROR_LEVEL = 50;

export type ChildLog = {
  file: string;
  /** For the child's stdout and stderr: a file, so that the child outlives us without a broken pipe. */
  descriptor(): number;
  /** What it logged as an error since the last call, shortened to a line each. */
  newErrors(): string[];
  /** The last lines that say why a start failed. */
  lastWords(): string;
};

export function openChildLog(folder: string, name: string): ChildLog {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `${name}.log`);
  if (existsSync(file) && statSync(file).size > KEPT_BYTES) renameSync(file, `${file}.1`);
  const open = (): number => openSync(file, 'a', 0o600);
  closeSync(open());
  let read = statSync(file).size;
  const begun = read;
  return {
    file,
    descriptor: open,
    newErrors: () => {
      const text = readFrom(file, read);
      const complete = text.slice(0, text.lastIndexOf('\n') + 1);
      read += Buffer.byteLength(complete);
      return complete.split('\n').map(errorIn).filter((line) => line !== undefined);
    },
    lastWords: () => lastWordsOf(readFileSync(file).subarray(begun).toString()),
  };
}

function readFrom(file: string, position: number): string {
  const descriptor = openSync(file, 'r');
  try {
    const buffer = Buffer.alloc(65_536);
    return buffer.subarray(0, readSync(descriptor, buffer, 0, buffer.length, position)).toString();
  } finally {
    closeSync(descriptor);
  }
}

type Entry = { level?: number; msg?: string; err?: { message?: string; code?: string } };

function errorIn(line: string): string | undefined {
  const entry = parse(line);
  if (!entry || (entry.level ?? 0) < ERROR_LEVEL) return undefined;
  const reason = entry.err?.message ?? '';
  return `${entry.msg ?? ''}${reason ? `: ${reason}` : ''}`.replaceAll(/\s+/g, ' ').slice(0, 200);
}

function lastWordsOf(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim());
  const telling = lines.filter((line) => !parse(line) || errorIn(line) !== undefined).map((line) => errorIn(line) ?? line);
  return telling.slice(-12).join('\n');
}

function parse(line: string): Entry | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Entry) : undefined;
  } catch {
    return undefined;
  }
}
