import { createHash } from 'node:crypto';
import { seededId } from '../ids.ts';
import { DAY, HOUR, iso } from './calendar.ts';
import type { Row } from './insertRows.ts';
import { randomStream } from './random.ts';
import type { Random } from './random.ts';
import { momentOf } from './ticketRows.ts';
import type { WrittenTicket } from './ticketRows.ts';

const REASONS = ['Yes', 'Partly', 'No'];
const questions = [
  { kind: 'RATING', text: 'How content are you with the visit?', choices: [] as string[] },
  { kind: 'RATING', text: 'How friendly was the expert?', choices: [] },
  { kind: 'CHOICE', text: 'Does the device work now?', choices: REASONS },
  { kind: 'TEXT', text: 'What should we do better?', choices: [] },
];

/** One survey, and an invitation for each ticket that waits for its answer and for `count` of the closed ones. */
export function surveyRows(count: number, tickets: readonly WrittenTicket[], authorUserId: string, today: number) {
  const random = randomStream('surveys');
  const closed = tickets.filter(({ status }) => status === 'CLOSED').slice(-count);
  const invited = [...closed, ...tickets.filter(({ status }) => status === 'COMPLETED')];
  const invitations = invited.map((ticket, n) => invitation(ticket, n + 1, random));
  numberAnswers(invitations);
  const asked = invitations.flatMap(({ id }, n) => questions.map((_, position) => ({
    id: seededId('csq', n * questions.length + position + 1), customer_survey_id: id, survey_question_id: seededId('srq', position + 1), position: position + 1,
  })));
  const answered = asked.filter((_, n) => invitations[Math.floor(n / questions.length)]!.status === 'ANSWERED');
  return {
    surveys: [{ id: seededId('sur', 1), title: 'After the visit', author_user_id: authorUserId, active: true, created_at: iso(today - 800 * DAY) }],
    questions: questions.map((question, n) => ({ id: seededId('srq', n + 1), survey_id: seededId('sur', 1), position: n + 1, ...question })),
    invitations: invitations as Row[], asked: asked as Row[], answers: answered.map((question, n) => answer(question, n + 1, random, invitations)),
  };
}

function invitation({ number, story, status, id: ticketId }: WrittenTicket, n: number, random: Random) {
  const sentAt = momentOf(story, 'COMPLETED')! + 60_000;
  const answered = status === 'CLOSED' && random.chance(0.6);
  const answeredAt = answered ? momentOf(story, 'CLOSED')! - HOUR : null;
  return {
    id: seededId('srv', n), survey_id: seededId('sur', 1), customer_id: story.customer.id,
    // No token has this hash: what lies in the seed must not open a survey.
    token_hash: createHash('sha512').update(`no token ${n}`).digest('hex').slice(0, 64),
    idempotency_key: `survey:${ticketId}`, subject: `Ticket ${number}`, status: answered ? 'ANSWERED' : status === 'CLOSED' ? 'LAPSED' : 'SENT',
    sent_at: iso(sentAt), answered_at: answeredAt === null ? null : iso(Math.max(answeredAt, sentAt + HOUR)), answered_sequence: null as number | null,
  };
}

function numberAnswers(invitations: { answered_at: string | null; answered_sequence: number | null; id: string }[]): void {
  const answered = invitations.filter((invitation) => invitation.answered_at !== null);
  answered.sort((a, b) => `${a.answered_at} ${a.id}` < `${b.answered_at} ${b.id}` ? -1 : 1);
  answered.forEach((invitation, n) => (invitation.answered_sequence = n + 1));
}

type Asked = { id: string; customer_survey_id: string; position: number };

function answer(asked: Asked, n: number, random: Random, invitations: { id: string; answered_at: string | null }[]): Row {
  const { kind } = questions[asked.position - 1]!;
  const invitationIndex = Number(asked.customer_survey_id.slice(4)) - 1;
  return {
    id: seededId('csr', n), customer_survey_question_id: asked.id, rating: kind === 'RATING' ? [5, 5, 4, 4, 3, 2][random.between(0, 5)] : null,
    text: kind === 'TEXT' ? random.pick(['Nothing.', 'Come a little earlier.', 'Tell me the time more exactly.', 'All was well.']) : null,
    choice: kind === 'CHOICE' ? REASONS[[0, 0, 0, 1, 2][random.between(0, 4)]!] : null, created_at: invitations[invitationIndex]!.answered_at,
  };
}
