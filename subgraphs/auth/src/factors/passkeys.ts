import { generateAuthenticationOptions, generateRegistrationOptions, verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server';
import type { KeptPasskey } from '../storage/secondFactors.ts';

type RegistrationResponse = Parameters<typeof verifyRegistrationResponse>[0]['response'];
type AuthenticationResponse = Parameters<typeof verifyAuthenticationResponse>[0]['response'];
export type MadePasskey = Pick<KeptPasskey, 'id' | 'publicKey' | 'counter'>;

const rpName = 'Sysops Squad';
const rpID = (publicUrl: string): string => new URL(publicUrl).hostname;
const expected = (publicUrl: string) => ({ expectedOrigin: new URL(publicUrl).origin, expectedRPID: rpID(publicUrl) });

/** What navigator.credentials.create wants, as JSON text, and the challenge within it. */
export async function registrationOptions(publicUrl: string, account: { id: string; email: string }, known: readonly { id: string }[]) {
  const options = await generateRegistrationOptions({
    rpName, rpID: rpID(publicUrl), userName: account.email, userID: Uint8Array.from(Buffer.from(account.id)), attestationType: 'none',
    excludeCredentials: known.map(({ id }) => ({ id })), authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
  });
  return { options: JSON.stringify(options), challenge: options.challenge };
}

/** What navigator.credentials.get wants. Without known keys the person chooses, and must be verified by the device: it replaces the password. */
export async function authenticationOptions(publicUrl: string, known: readonly { id: string }[] | null) {
  const allowed = known ? { allowCredentials: known.map(({ id }) => ({ id })), userVerification: 'preferred' as const } : { userVerification: 'required' as const };
  const options = await generateAuthenticationOptions({ rpID: rpID(publicUrl), ...allowed });
  return { options: JSON.stringify(options), challenge: options.challenge };
}

/** Null: it is no answer to this challenge by a device on our page. */
export async function readRegistration(publicUrl: string, text: string, challenge: string): Promise<MadePasskey | null> {
  const response = parse<RegistrationResponse>(text);
  if (!response) return null;
  const { verified, registrationInfo } = await verifyRegistrationResponse({ response, expectedChallenge: challenge, ...expected(publicUrl), requireUserVerification: false })
    .catch(() => ({ verified: false as const, registrationInfo: undefined }));
  if (!verified || !registrationInfo) return null;
  const { id, publicKey, counter } = registrationInfo.credential;
  return { id, publicKey: Uint8Array.from(publicKey), counter };
}

/** Null: the key did not sign this challenge, or its counter did not go on. */
export async function readAuthentication(publicUrl: string, text: string, challenge: string, passkey: KeptPasskey, requireUserVerification: boolean): Promise<number | null> {
  const response = parse<AuthenticationResponse>(text);
  if (!response) return null;
  const { id, publicKey, counter } = passkey;
  const verified = await verifyAuthenticationResponse({
    response, expectedChallenge: challenge, ...expected(publicUrl), credential: { id, publicKey, counter }, requireUserVerification,
  }).catch(() => null);
  return verified?.verified ? verified.authenticationInfo.newCounter : null;
}

/** Which key an answer says that it is from. */
export const credentialIdIn = (text: string): string => String(parse<{ id?: unknown }>(text)?.id ?? '').slice(0, 1_400);

function parse<Shape>(text: string): Shape | null {
  if (text.length > 20_000) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Shape) : null;
  } catch {
    return null;
  }
}
