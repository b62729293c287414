import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

const sha256 = (data: string | Buffer): Buffer => createHash('sha256').update(data).digest();

/** As much CBOR as an authenticator writes: integers, bytes, texts and maps. */
function cbor(value: unknown): Buffer {
  const head = (major: number, n: number): Buffer =>
    n < 24 ? Buffer.from([(major << 5) | n]) : n < 256 ? Buffer.from([(major << 5) | 24, n]) : Buffer.from([(major << 5) | 25, n >> 8, n & 255]);
  if (typeof value === 'number') return value >= 0 ? head(0, value) : head(1, -value - 1);
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  const entries = [...(value as Map<unknown, unknown>)];
  return Buffer.concat([head(5, entries.length), ...entries.flat().map(cbor)]);
}

/** A passkey in software: makes an ES256 key for a page, and signs its challenges, as a browser and a device do together. */
export function authenticator(origin: string, { verifiesUser = true } = {}) {
  const id = randomBytes(32);
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const state = { counter: 1, origin };
  const clientData = (type: string, challenge: string) => Buffer.from(JSON.stringify({ type, challenge, origin: state.origin, crossOrigin: false }));
  const authData = (rpId: string, more: Buffer, flags: number): Buffer => {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(state.counter);
    return Buffer.concat([sha256(rpId), Buffer.from([flags | 1 | (verifiesUser ? 4 : 0)]), counter, more]);
  };
  const answer = (response: object) => JSON.stringify({ id: id.toString('base64url'), rawId: id.toString('base64url'), type: 'public-key', clientExtensionResults: {}, response });
  return {
    id: id.toString('base64url'),
    state,
    create(options: string): string {
      const { challenge, rp } = JSON.parse(options) as { challenge: string; rp: { id: string } };
      const length = Buffer.from([0, id.length]);
      const attested = Buffer.concat([Buffer.alloc(16), length, id, cbor(coseKey(publicKey))]);
      const attestationObject = cbor(new Map<unknown, unknown>([['fmt', 'none'], ['attStmt', new Map()], ['authData', authData(rp.id, attested, 0x40)]]));
      return answer({ clientDataJSON: clientData('webauthn.create', challenge).toString('base64url'), attestationObject: attestationObject.toString('base64url') });
    },
    get(options: string): string {
      const { challenge, rpId } = JSON.parse(options) as { challenge: string; rpId: string };
      state.counter += 1;
      const [client, data] = [clientData('webauthn.get', challenge), authData(rpId, Buffer.alloc(0), 0)];
      const signature = sign('sha256', Buffer.concat([data, sha256(client)]), privateKey);
      return answer({ clientDataJSON: client.toString('base64url'), authenticatorData: data.toString('base64url'), signature: signature.toString('base64url') });
    },
  };
}

function coseKey(publicKey: KeyObject): Map<number, unknown> {
  const { x, y } = publicKey.export({ format: 'jwk' });
  return new Map<number, unknown>([[1, 2], [3, -7], [-1, 1], [-2, Buffer.from(x!, 'base64url')], [-3, Buffer.from(y!, 'base64url')]]);
}
