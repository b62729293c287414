import * as client from 'openid-client';

export type OidcSettings = { issuer: string; clientId: string; clientSecret: string | undefined; redirectUrl: string };
export type OidcChecks = { state: string; nonce: string; verifier: string };
export type OidcPerson = { issuer: string; subject: string; email: string | null; emailVerified: boolean };

export type OidcProvider = {
  /** Where the browser goes, and what its return is held against. @throws when the provider does not answer */
  begin: () => Promise<{ url: string; checks: OidcChecks }>;
  /** Null: the provider did not vouch for this sign-in. */
  complete: (query: string, checks: OidcChecks) => Promise<OidcPerson | null>;
};

const timeoutSeconds = 5;
const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Authorization code with PKCE, state and nonce. Its metadata is read at the first sign-in, and again when that failed. */
export function oidcProvider({ issuer, clientId, clientSecret, redirectUrl }: OidcSettings): OidcProvider {
  const server = new URL(issuer);
  const insecure = server.protocol === 'http:' && loopback.has(server.hostname) ? { execute: [client.allowInsecureRequests] } : {};
  let discovered: Promise<client.Configuration> | undefined;
  const configuration = (): Promise<client.Configuration> => {
    discovered ??= client.discovery(server, clientId, clientSecret, undefined, { ...insecure, timeout: timeoutSeconds });
    discovered.catch(() => (discovered = undefined));
    return discovered;
  };
  return {
    async begin() {
      const checks = { state: client.randomState(), nonce: client.randomNonce(), verifier: client.randomPKCECodeVerifier() };
      const url = client.buildAuthorizationUrl(await configuration(), {
        redirect_uri: redirectUrl, scope: 'openid email', state: checks.state, nonce: checks.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(checks.verifier), code_challenge_method: 'S256',
      });
      return { url: url.href, checks };
    },
    async complete(query, { state, nonce, verifier }) {
      const returned = new URL(redirectUrl);
      returned.search = query;
      const expected = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true };
      const tokens = await client.authorizationCodeGrant(await configuration(), returned, expected).catch(() => null);
      const claims = tokens?.claims();
      if (!claims) return null;
      const email = typeof claims['email'] === 'string' ? claims['email'] : null;
      return { issuer: claims.iss, subject: claims.sub, email, emailVerified: claims['email_verified'] === true };
    },
  };
}
