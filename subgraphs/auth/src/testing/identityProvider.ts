import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

export const redirectUrl = 'https://support.example.org/oidc-callback';

export type Claims = { email?: string; email_verified?: boolean };

/** A certified OpenID provider on this machine; `people` are its accounts by their subject. */
export async function identityProvider(people: Record<string, Claims>) {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: 'sysops', client_secret: 'secret of the client', redirect_uris: [redirectUrl], response_types: ['code'], grant_types: ['authorization_code'] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    findAccount: (_context: unknown, sub: string) => ({ accountId: sub, claims: () => ({ sub, ...people[sub] }) }),
  });
  server.on('request', provider.callback());
  const stop = () => (server.closeAllConnections(), new Promise((resolve) => server.close(resolve)));
  return { issuer, settings: { issuer, clientId: 'sysops', clientSecret: 'secret of the client', redirectUrl }, signIn: (url: string, sub: string) => signIn(url, sub), stop };
}

/** As a browser with its cookies: signs in, consents, and stops where the provider sends it back to us. @returns that address */
async function signIn(url: string, sub: string): Promise<string> {
  const cookies = new Map<string, string>();
  const browse = async (address: string, form?: Record<string, string>): Promise<Response> => {
    const headers = { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
    const response = await fetch(address, { redirect: 'manual', headers, ...(form && { method: 'POST', body: new URLSearchParams(form) }) });
    for (const cookie of response.headers.getSetCookie()) {
      const [name = '', value = ''] = cookie.split(';')[0]!.split(/=(.*)/s);
      cookies.set(name, value);
    }
    return response;
  };
  let address = url;
  for (let step = 0; step < 12 && !address.startsWith(redirectUrl); step += 1) {
    const page = await browse(address);
    const answered = page.status === 200 ? await browse(address, (await page.text()).includes('name="login"') ? { prompt: 'login', login: sub, password: 'any' } : { prompt: 'consent' }) : page;
    address = new URL(answered.headers.get('location')!, address).href;
  }
  return address;
}
