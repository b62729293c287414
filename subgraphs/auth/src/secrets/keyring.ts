import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

export type Purpose = 'refresh successor' | 'known device' | 'sign-in code' | 'second factor' | 'recovery code' | 'identity provider';

/** Keys of one secret, one for each purpose: what is made for one of them is worth nothing for another. */
export type Keyring = {
  mac: (purpose: Purpose, text: string) => Uint8Array<ArrayBuffer>;
  seal: (purpose: Purpose, secret: Uint8Array) => Uint8Array<ArrayBuffer>;
  /** @throws when it was sealed by another key, or changed */
  open: (purpose: Purpose, sealed: Uint8Array) => Uint8Array<ArrayBuffer>;
};

const ivLength = 12;
const tagLength = 16;

export function createKeyring(secret: string): Keyring {
  const keys = new Map<Purpose, Buffer>();
  const keyFor = (purpose: Purpose): Buffer => {
    const key = keys.get(purpose) ?? Buffer.from(hkdfSync('sha256', secret, 'sysops-squad/auth', purpose, 32));
    keys.set(purpose, key);
    return key;
  };
  return {
    mac: (purpose, text) => Uint8Array.from(createHmac('sha256', keyFor(purpose)).update(text).digest()),
    seal(purpose, plain) {
      const iv = randomBytes(ivLength);
      const cipher = createCipheriv('aes-256-gcm', keyFor(purpose), iv);
      const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
      return Uint8Array.from(Buffer.concat([iv, cipher.getAuthTag(), sealed]));
    },
    open(purpose, sealed) {
      const decipher = createDecipheriv('aes-256-gcm', keyFor(purpose), sealed.subarray(0, ivLength));
      decipher.setAuthTag(sealed.subarray(ivLength, ivLength + tagLength));
      return Uint8Array.from(Buffer.concat([decipher.update(sealed.subarray(ivLength + tagLength)), decipher.final()]));
    },
  };
}
