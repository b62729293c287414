import { badUserInput } from '@sysops-squad/chassis/graphqlErrors';
import { emailOf, planImport, type ImportResult, type ImportRow } from '../domain/importCustomers.ts';
import type { Parts } from '../parts.ts';
import { customerIdsByEmail, externalNames, insertExternalNames, insertImported, lockImports } from '../storage/customers.ts';

const mostRows = 100;

export type ImportInput = { source: string; rows: ImportRow[] };

/** All rows in one transaction. Nobody is notified. */
export function importCustomers(parts: Parts) {
  return async (input: ImportInput): Promise<ImportResult[]> => {
    const source = input.source.trim();
    if (source === '' || source.length > 100) throw badUserInput('`source` has 1 to 100 characters.', 'source');
    if (input.rows.length < 1 || input.rows.length > mostRows) throw badUserInput(`\`rows\` has 1 to ${mostRows} entries.`, 'rows');
    return bring(parts, source, input.rows);
  };
}

async function bring({ database, newId, now }: Parts, source: string, rows: ImportRow[]): Promise<ImportResult[]> {
  return database.$transaction(async (tx) => {
    await lockImports(tx);
    const byExternalId = await externalNames(tx, source, rows.map(({ externalId }) => externalId.trim()));
    const byEmail = await customerIdsByEmail(tx, rows.map(emailOf));
    const plan = planImport(rows, { byExternalId, byEmail }, () => newId('cus'));
    await insertImported(tx, plan.customers, now());
    await insertExternalNames(tx, source, plan.links);
    return plan.results;
  });
}
