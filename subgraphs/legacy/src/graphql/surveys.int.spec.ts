import { callers, codesOf, runningLegacy, type CallerName } from '../testing/runningLegacy.ts';

let legacy: Awaited<ReturnType<typeof runningLegacy>>;
beforeAll(async () => void (legacy = await runningLegacy()));
afterAll(() => legacy.stop());
const ask = (caller: CallerName, query: string, variables = {}) => legacy.ask(callers[caller], query, variables);

const invite = (idempotencyKey: string, caller: CallerName = 'system') =>
  ask(caller, 'mutation ($input: InviteToSurveyInput!) { inviteToSurvey(input: $input) { invitation { id status ticketNumber } token userErrors { code field } } }', {
    input: { idempotencyKey, customerId: 'cus_000001', ticketNumber: 'SYS-100001' },
  });
const open = (token: string) => ask('nobody', 'query ($token: String!) { surveyInvitation(token: $token) { id status ticketNumber questions { id kind text choices } } }', { token });
const submit = (token: string, answers: object[]) =>
  ask('nobody', 'mutation ($input: SubmitSurveyInput!) { submitSurvey(input: $input) { invitation { id status } userErrors { code field } } }', { input: { token, answers } });
type Question = { id: string; kind: string; choices: string[] | null };
const answersTo = (questions: Question[]) =>
  questions.map(({ id, kind, choices }) => ({ questionId: id, ...(kind === 'RATING' ? { rating: 5 } : kind === 'CHOICE' ? { choice: choices![0] } : { text: 'All was well.' }) }));

describe('inviteToSurvey', () => {
  it('invites once, with the same token at every repetition', async () => {
    const [first, ...others] = await Promise.all([invite('tic_repeated'), invite('tic_repeated'), invite('tic_repeated')]);
    expect(first!.data.inviteToSurvey).toEqual({ invitation: { id: expect.stringMatching(/^srv_/), status: 'SENT', ticketNumber: 'SYS-100001' }, token: expect.any(String), userErrors: [] });
    for (const other of others) expect(other.data).toEqual(first!.data);
    expect(await legacy.monolith.rows(`SELECT count(*)::int AS n FROM customer_survey WHERE idempotency_key = 'tic_repeated'`)).toEqual([{ n: 1 }]);
  });

  it('is for our services alone', async () => {
    for (const caller of ['customer', 'operative', 'expert', 'manager', 'admin'] as const) expect(codesOf(await invite('tic_refused', caller))).toEqual(['FORBIDDEN']);
    expect(codesOf(await invite('tic_refused', 'nobody'))).toEqual(['UNAUTHENTICATED']);
  });
});

describe('a survey', () => {
  it('is opened and answered by its token, once', async () => {
    const { token } = (await invite('tic_answered')).data.inviteToSurvey;
    const { data } = await open(token);
    expect(data.surveyInvitation).toMatchObject({ status: 'SENT', ticketNumber: 'SYS-100001' });
    expect(data.surveyInvitation.questions.map(({ kind }: Question) => kind)).toEqual(['RATING', 'RATING', 'CHOICE', 'TEXT']);
    const answers = answersTo(data.surveyInvitation.questions);
    const results = await Promise.all(Array.from({ length: 8 }, () => submit(token, answers)));
    const codes = results.map((result) => result.data.submitSurvey.userErrors[0]?.code ?? 'TAKEN').sort();
    expect(codes).toEqual([...Array(7).fill('ALREADY_ANSWERED'), 'TAKEN']);
    expect((await open(token)).data.surveyInvitation.status).toBe('ANSWERED');
    expect((await submit(token, answers)).data.submitSurvey.userErrors).toEqual([{ code: 'ALREADY_ANSWERED', field: 'token' }]);
  });

  it('refuses answers that do not fit, and can be answered afterwards', async () => {
    const { token } = (await invite('tic_fitting')).data.inviteToSurvey;
    const { questions } = (await open(token)).data.surveyInvitation;
    const wrong = [{ questionId: questions[0].id, rating: 6 }, { questionId: questions[2].id, choice: 'Perhaps' }, { questionId: 'csq_other', rating: 1 }];
    expect((await submit(token, wrong)).data.submitSurvey.userErrors).toEqual([
      { code: 'INVALID_INPUT', field: 'answers[0].rating' }, { code: 'INVALID_INPUT', field: 'answers[1].choice' }, { code: 'INVALID_INPUT', field: 'answers[2].questionId' },
    ]);
    expect((await submit(token, [])).data.submitSurvey.userErrors).toEqual([{ code: 'INVALID_INPUT', field: 'answers' }]);
    expect((await submit(token, answersTo(questions))).data.submitSurvey).toEqual({ invitation: { id: expect.any(String), status: 'ANSWERED' }, userErrors: [] });
  });

  it('is not there for an unknown token', async () => {
    for (const token of ['', 'nonsense', '../../customer', 'x'.repeat(300)]) {
      expect(await open(token)).toEqual({ data: { surveyInvitation: null } });
      expect((await submit(token, [{ questionId: 'a', rating: 1 }])).data.submitSurvey.userErrors).toEqual([{ code: 'NOT_FOUND', field: 'token' }]);
    }
  });
});

describe('answeredSurveys', () => {
  it('come oldest first, each once, and go on where the reader stopped', async () => {
    const query = 'query ($first: Int!, $after: String) { answeredSurveys(first: $first, after: $after) { edges { cursor node { invitationId ticketNumber answeredAt rating } } pageInfo { hasNextPage endCursor } } }';
    const seen: string[] = [];
    let last: string | null = null;
    for (let more = true; more; ) {
      const { data } = await ask('system', query, { first: 5, after: last });
      seen.push(...data.answeredSurveys.edges.map(({ node }: { node: { invitationId: string } }) => node.invitationId));
      more = data.answeredSurveys.pageInfo.hasNextPage;
      last = data.answeredSurveys.pageInfo.endCursor ?? last;
    }
    const rows = await legacy.monolith.rows('SELECT id FROM customer_survey WHERE answered_at IS NOT NULL ORDER BY answered_sequence');
    expect(seen).toEqual(rows.map(({ id }) => id));
    const { token } = (await invite('tic_later')).data.inviteToSurvey;
    await submit(token, answersTo((await open(token)).data.surveyInvitation.questions));
    const { data } = await ask('system', query, { first: 100, after: last });
    expect(data.answeredSurveys.edges.map(({ node }: { node: object }) => node)).toEqual([{ invitationId: expect.any(String), ticketNumber: 'SYS-100001', answeredAt: expect.any(String), rating: 5 }]);
  });

  it('are for our services alone', async () => {
    for (const caller of ['customer', 'operative', 'expert', 'manager', 'admin'] as const) expect(codesOf(await ask(caller, '{ answeredSurveys { edges { cursor } } }'))).toEqual(['FORBIDDEN']);
    expect(codesOf(await ask('system', '{ answeredSurveys(after: "bm9uZQ") { edges { cursor } } }'))).toEqual(['BAD_USER_INPUT']);
  });
});
