import type { PostalInput } from '../../domain/postal.ts';
import type { Context } from '../context.ts';
import { wholeAddress } from '../seen.ts';

export async function addAddress(_: unknown, { input }: { input: PostalInput }, { application, caller }: Context) {
  const { address, userErrors } = await application.addAddress(caller.customerId, input);
  return { address: address && wholeAddress(address), userErrors };
}
