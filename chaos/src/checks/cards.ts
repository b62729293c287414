import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cardNumbersIn, cardPattern } from './cardNumber.ts';
import type { RunSql, Violation } from './violation.ts';

/** No card number in any table of any database, in no log and in no mail. */
export async function checkCards(databases: Readonly<Record<string, RunSql>>, folders: readonly string[]): Promise<Violation[]> {
  const found: Violation[] = [];
  for (const [name, run] of Object.entries(databases)) found.push(...(await inDatabase(name, run)));
  for (const folder of folders) found.push(...(await inFolder(folder)));
  return found;
}

const violation = (subject: string, number: string): Violation =>
  ({ promise: 8, measure: 'cardNumbers', subject, detail: `a card number that begins with ${number.slice(0, 4)} and has ${number.replace(/\D/g, '').length} digits` });

async function inDatabase(name: string, run: RunSql): Promise<Violation[]> {
  const tables = await run<{ table: string }>(
    `SELECT format('%I.%I', table_schema, table_name) AS table FROM information_schema.tables WHERE table_schema NOT IN ('pg_catalog', 'information_schema') AND table_type = 'BASE TABLE'`);
  const found: Violation[] = [];
  for (const { table } of tables) {
    const rows = await run<{ text: string }>(`SELECT t::text AS text FROM ${table} t WHERE t::text ~ $1 LIMIT 1000`, [cardPattern]);
    found.push(...rows.flatMap(({ text }) => cardNumbersIn(text).map((number) => violation(`${name} ${table}`, number))));
  }
  return found;
}

async function inFolder(folder: string): Promise<Violation[]> {
  const names = await readdir(folder).catch(() => []);
  const found: Violation[] = [];
  for (const name of names) for (const number of cardNumbersIn(await readFile(join(folder, name), 'utf8'))) found.push(violation(name, number));
  return found;
}
