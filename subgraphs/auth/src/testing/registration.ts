import { callerWith } from '@sysops-squad/chassis/testing/identity';
import type pg from 'pg';
import { hashOfToken } from '../tokens/randomToken.ts';
import type { AuthInstance } from './authInstance.ts';

export const password = 'ein apfelbaum';
const system = callerWith('SYSTEM', { id: 'customer' });

let numbers = 0;

type Answer = { answer: { user: { id: string } | null; userErrors: { code: string }[] } };

/** Both halves of a registration, as the customer context asks for them. @returns the account's and the customer's id */
export async function register(instance: AuthInstance, email: string, secret = password): Promise<{ accountId: string; customerId: string; refused: string | null }> {
  numbers += 1;
  const [accountId, customerId] = [`usr_reg${numbers}`, `cus_reg${numbers}`];
  const provision = 'mutation ($input: ProvisionAccountInput!) { answer: provisionAccount(input: $input) { user { id } userErrors { code } } }';
  const { userErrors } = (await instance.ask<Answer>(provision, { input: { accountId, email, password: secret, customerId } }, system)).data!.answer;
  if (userErrors[0]) return { accountId, customerId, refused: userErrors[0].code };
  await instance.ask(`mutation { answer: activateAccount(input: { accountId: "${accountId}" }) { userErrors { code } } }`, {}, system);
  return { accountId, customerId, refused: null };
}

/** What stands behind # in the link of a mail. */
export const tokenIn = ({ body }: { body: string }): string => /#([\w-]{43})/.exec(body)![1]!;

/** The account that a link was mailed for. */
export const linkOwner = async (sql: pg.Pool, token: string): Promise<string> =>
  (await sql.query<{ account_id: string }>('SELECT account_id FROM account_link WHERE token_hash = $1', [hashOfToken(token)])).rows[0]!.account_id;
