import { oneLine } from '@sysops-squad/chassis/text/oneLine';
import { normalPhone } from '@sysops-squad/chassis/text/readPhone';
import { normalEmail } from '@sysops-squad/chassis/text/readEmail';
import { normalText } from '@sysops-squad/chassis/text/normalText';
import type { Place } from './places.ts';

export type Reply = { status: number; text: string };
export type Judged = { answer: string; fault?: string };

type Body = { data?: Record<string, unknown> | null; errors?: { message: string; extensions?: { code?: string } }[] };

const longestAnswer = 300_000;

/** How a text was answered, and what must not be so. */
export function judge(place: Place, sent: string, { status, text }: Reply): Judged {
  if (status >= 500) return { answer: String(status), fault: `status ${status}: ${text.slice(0, 300)}` };
  if (text.length > longestAnswer) return { answer: 'long', fault: `an answer of ${text.length} characters` };
  if (/"code":"INTERNAL/.test(text)) return { answer: 'INTERNAL', fault: text.slice(0, 400) };
  if (place.operation === 'subscription') return { answer: /"code":"(\w+)"/.exec(text)?.[1] ?? 'open' };
  const { data, errors } = JSON.parse(text) as Body;
  const payload = data?.[place.field.name];
  if (payload == null) return { answer: errors?.[0]?.extensions?.code ?? 'nothing' };
  const refusal = (payload as { userErrors?: { code: string }[] }).userErrors?.[0]?.code;
  if (refusal || place.operation === 'query') return { answer: refusal ?? 'answered' };
  return { answer: 'accepted', fault: changed(place, sent, payload) };
}

/** What is stored under the name of what was sent is its normal form and nothing else. */
function changed({ path, scalar }: Place, sent: string, payload: unknown): string | undefined {
  if (scalar !== 'String') return undefined;
  const name = path.at(-1)!;
  const kept = textsNamed(name, payload);
  const wanted = formOf(name, sent);
  if (kept.length === 0 || kept.includes(wanted)) return undefined;
  return `kept as ${JSON.stringify(kept).slice(0, 200)}, not as ${JSON.stringify(wanted).slice(0, 200)}`;
}

/** Names that other systems give: keys, compared and never shown. */
const keptAsSent = ['externalId', 'source', 'idempotencyKey'];

function formOf(name: string, sent: string): string {
  if (keptAsSent.includes(name)) return sent;
  if (name === 'subject') return oneLine(sent);
  if (name === 'tags') return normalText(sent).toLowerCase();
  if (name === 'email' || name === 'address') return normalEmail(sent) ?? '(refused)';
  if (name === 'phone') return normalPhone(sent) ?? '(refused)';
  return name === 'country' ? normalText(sent).toUpperCase() : normalText(sent);
}

function textsNamed(name: string, value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => textsNamed(name, one));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => {
    const own = key === name ? [one].flat().filter((text): text is string => typeof text === 'string') : [];
    return [...own, ...textsNamed(name, one)];
  });
}
