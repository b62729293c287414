import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type JWK, type JWTPayload } from 'jose';

/** Stands in for auth: publishes keys, signs access tokens; `keys` may be changed while it runs. */
export async function startTokenIssuer() {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const keys: JWK[] = [{ ...(await exportJWK(publicKey)), kid: 'key-1', alg: 'EdDSA', use: 'sig' }];
  let asked = 0;
  const server = createServer((_request, response) => {
    asked += 1;
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/.well-known/jwks.json`;

  const claims = (more: JWTPayload = {}): JWTPayload => {
    const now = Math.floor(Date.now() / 1_000);
    const standard = { iss: 'sysops-squad/auth', aud: 'sysops-squad', sub: 'usr_000001', sid: 'ses_1', iat: now, exp: now + 300 };
    return { ...standard, roles: ['CUSTOMER'], customerId: 'cus_000001', ...more };
  };
  const sign = (payload: JWTPayload, header: Record<string, unknown> = {}, key: Parameters<SignJWT['sign']>[0] = privateKey): Promise<string> =>
    new SignJWT(payload).setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: 'key-1', ...header }).sign(key);
  return {
    url,
    keys,
    privateKey,
    claims,
    sign,
    token: (more: JWTPayload = {}) => sign(claims(more)),
    timesAsked: () => asked,
    stop: () => new Promise<void>((resolve) => void (server.close(() => resolve()), server.closeAllConnections())),
  };
}
export type TokenIssuer = Awaited<ReturnType<typeof startTokenIssuer>>;
