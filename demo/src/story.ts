import { randomUUID } from 'node:crypto';
import { operation } from '@sysops-squad/client/operations';
import { openSession, type Session } from '@sysops-squad/client/session';
import { Feed } from './feed.ts';
import { storyteller, until, type Tell } from './steps.ts';
import { accepted, type OfferEvent, type TicketEvent, type UserErrors } from './types.ts';

type Account = { me: { customer: { id: string; name: string; addresses: { id: string; city: string }[]; contracts: { edges: { node: { status: string; coveredProducts: { id: string; name: string }[] } }[] } } } };
type Ticket = { id: string; number: string };
type Story = { url: string; password: string; tell: Tell; sessions: Session[] };

const signIn = async (story: Story, email: string): Promise<Session> => {
  const session = await openSession({ url: story.url, email, password: story.password });
  story.sessions.push(session);
  return session;
};

/** Of the demo account's covered products the one that asks most of the demo expert, so that few others can do it. */
async function chooseProduct(customer: Session, expert: Session) {
  const { me } = await customer.request<Account>(operation('MyAccount'));
  const covered = me.customer.contracts.edges.filter(({ node }) => node.status === 'ACTIVE').flatMap(({ node }) => node.coveredProducts);
  const [from, to] = [new Date(), new Date(Date.now() + 86_400_000)].map((time) => time.toISOString());
  type Schedule = { me: { expert: { skills: { skill: { id: string }; level: number }[] } } };
  const { me: { expert: { skills } } } = await expert.request<Schedule>(operation('MySchedule'), { from, to });
  type Products = { products: { edges: { node: { id: string; requiredSkills: { skill: { id: string }; level: number }[] } }[] } };
  const { products } = await customer.request<Products>(operation('SupportedProducts'), { first: 100 });
  const isAble = (need: { skill: { id: string }; level: number }) => skills.some(({ skill, level }) => skill.id === need.skill.id && level >= need.level);
  const demand = new Map(products.edges.filter(({ node }) => node.requiredSkills.every(isAble)).map(({ node }) => [node.id, Math.max(0, ...node.requiredSkills.map(({ level }) => level))]));
  const [product] = covered.toSorted((left, right) => (demand.get(right.id) ?? -1) - (demand.get(left.id) ?? -1));
  if (!product) throw new Error('the demo customer has no covered product: npm run reset, then npm start with SEED=demo');
  return { product, addressId: me.customer.addresses[0]!.id, customerId: me.customer.id };
}

/** Whoever gets the offer: the demo expert as a rule, else the expert whom dispatch found better at this moment. */
async function whoGetsTheOffer(manager: Session, ticketId: string): Promise<string> {
  type Detail = { ticket: { status: string; attention: { summary: string } | null; expert: { id: string; email: string } | null } };
  const query = 'query Expert($id: ID!) { ticket(id: $id) { status attention { summary } expert { id email } } }';
  return until(async () => {
    const { ticket } = await manager.request<Detail>(query, { id: ticketId });
    if (ticket.attention) throw new Error(`the ticket needs a person: ${ticket.attention.summary}`);
    return ticket.expert?.email;
  });
}

async function offerFor(story: Story, demoOffers: Feed<OfferEvent>, demo: Session, manager: Session, ticketId: string) {
  const forTicket = ({ offerReceived }: OfferEvent) => offerReceived.kind === 'RECEIVED' && offerReceived.offer.ticket.id === ticketId;
  const email = await whoGetsTheOffer(manager, ticketId);
  if (email === 'expert@sysops.example') return { expert: demo, event: await demoOffers.first(forTicket), email };
  const other = await signIn(story, email);
  const offers = new Feed(other.subscribe<OfferEvent>(operation('OfferReceived')));
  return { expert: other, event: await offers.first(forTicket), email };
}

async function step<Payload extends UserErrors>(session: Session, name: string, variables: Record<string, unknown>): Promise<Payload> {
  const data = await session.request<Record<string, Payload>>(operation(name), variables);
  return accepted(Object.values(data)[0]!);
}

async function surveyLink(manager: Session, customerId: string, number: string): Promise<string> {
  type Sent = { notifications: { edges: { node: { subject: string; body: string; status: string } }[] } };
  const query = 'query Sent($id: ID!) { notifications(recipientId: $id, first: 20) { edges { node { subject body status } } } }';
  return until(async () => {
    const { notifications } = await manager.request<Sent>(query, { id: customerId });
    const mail = notifications.edges.find(({ node }) => node.status === 'SENT' && node.subject.includes(number) && node.body.includes('/survey/'));
    return mail && /\/survey\/(\S+?)[.\s]*(?:$|\s)/m.exec(mail.node.body)?.[1];
  });
}

async function answerSurvey(story: Story, token: string): Promise<void> {
  const nobody = await openSession({ url: story.url });
  type Invitation = { surveyInvitation: { questions: { id: string; kind: string; choices: string[] | null }[] } };
  const { surveyInvitation } = await nobody.request<Invitation>(operation('SurveyByToken'), { token });
  const answers = surveyInvitation.questions.map(({ id, kind, choices }) => ({
    questionId: id,
    ...(kind === 'RATING' ? { rating: 5 } : kind === 'CHOICE' ? { choice: choices![0] } : { text: 'Works again, thank you.' }),
  }));
  await step(nobody, 'SubmitSurvey', { input: { token, answers } });
}

/** From a customer's ticket to the answered survey, on the running system, through the wire only. */
export async function playStory(options: { url: string; password: string; write: (line: string) => void; stepTimeoutMs?: number }): Promise<void> {
  const story: Story = { ...options, tell: storyteller(options.write, options.stepTimeoutMs), sessions: [] };
  const { tell } = story;
  try {
    const [customer, demoExpert, manager] = await tell('customer, expert and manager sign in', () =>
      Promise.all(['customer', 'expert', 'manager'].map((name) => signIn(story, `${name}@sysops.example`))) as Promise<[Session, Session, Session]>);
    const { product, addressId, customerId } = await tell('the customer sees account, contract and products', () => chooseProduct(customer, demoExpert), (found) => found.product.name);
    const demoOffers = new Feed(demoExpert.subscribe<OfferEvent>(operation('OfferReceived')));
    const { ticket } = await tell('the customer creates a ticket', () => step<UserErrors & { ticket: Ticket }>(customer, 'CreateTicket', {
      input: { productId: product.id, addressId, description: 'It does not turn on any more.', priority: 'P2', idempotencyKey: `demo-${randomUUID()}` },
    }), (payload) => payload.ticket.number);
    const changes = new Feed(customer.subscribe<TicketEvent>(operation('TicketChanged'), { ticketId: ticket.id }));
    const sees = (status: string) => tell(`the customer sees ${status}`, () => changes.first(({ ticketChanged }) => ticketChanged.ticket.status === status), ({ ticketChanged: { ticket: { expert } } }) => expert?.name ?? '');
    const { expert, event } = await tell("the offer is on the expert's screen", () => offerFor(story, demoOffers, demoExpert, manager, ticket.id), (found) => {
      const { customer: who, product: what, address } = found.event.offerReceived.offer.ticket;
      return `${found.email}: ${what?.name} of ${who?.name} in ${address?.city}`;
    });
    const { offer } = event.offerReceived;
    if (!offer.ticket.customer?.name) throw new Error("the offer came without the customer's name");
    await tell('the expert accepts', () => step(expert, 'AcceptOffer', { offerId: offer.id }));
    await sees('ACCEPTED');
    await tell('the expert sets out', () => step(expert, 'StartTravel', { visitId: offer.visit.id }));
    await sees('EN_ROUTE');
    await tell('the expert arrives', () => step(expert, 'ArriveOnSite', { visitId: offer.visit.id }));
    await sees('ON_SITE');
    await tell('the expert completes the visit and writes an article', () => step(expert, 'CompleteVisit', {
      input: { visitId: offer.visit.id, outcome: 'FIXED', notes: 'Power supply replaced.', publishArticle: { title: `${product.name} does not turn on`, body: 'Replace the power supply.', tags: ['power'] } },
    }));
    await sees('COMPLETED');
    const token = await tell('the survey link is in the outbox', () => surveyLink(manager, customerId, ticket.number), (found) => `/survey/${found.slice(0, 12)}…`);
    await tell('the customer answers the survey', () => answerSurvey(story, token));
    await sees('CLOSED');
  } finally {
    await Promise.all(story.sessions.map((session) => session.close()));
  }
}
