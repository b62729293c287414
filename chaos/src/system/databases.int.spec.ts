import { testDatabase } from '@sysops-squad/chassis/testing/testDatabase';
import { mutants } from '../inside/mutants.ts';
import { applyMutant, onDatabase, type Urls } from './databases.ts';

const withSql = mutants.filter(({ sql }) => sql).map((mutant) => [mutant.name, mutant] as const);

test.each(withSql)('what mutant %s drops is there to be dropped', async (_, mutant) => {
  const [ticket, payment] = await Promise.all([testDatabase('ticket'), testDatabase('payment')]);
  try {
    await applyMutant({ ticket: ticket.url, payment: payment.url } as Urls, mutant);
    const answers = await onDatabase(ticket.url, (client) => client.query('SELECT 1 AS one'));
    expect(answers.rows).toEqual([{ one: 1 }]);
  } finally {
    await Promise.all([ticket.drop(), payment.drop()]);
  }
});
