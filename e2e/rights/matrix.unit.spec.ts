import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSubgraph } from '@apollo/federation-internals';
import { readAccessRules, type AccessRules } from '@sysops-squad/chassis/authorization/accessRules';
import { fulfils, rightsOf, type Rights } from '@sysops-squad/chassis/authorization/rights';
import { serviceRights, servicesThatMayCall } from '@sysops-squad/chassis/authorization/serviceRights';
import { anonymous, roles as grantable, serviceCaller, type Role } from '@sysops-squad/chassis/caller';
import { callerWith } from '@sysops-squad/chassis/testing/identity';
import { operation, operations } from '@sysops-squad/client/operations';
import { buildASTSchema, isObjectType, parse, type DocumentNode, type GraphQLSchema } from 'graphql';
import { needsOf } from '../../router/src/authorization/authorise.ts';
import { buildSupergraph } from '../../router/src/authorization/securityDirectives.ts';
import { objects, roots } from './matrix.ts';
import type { Relation } from './relations.ts';

const root = join(import.meta.dirname, '../..');
const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');

/** A schema and its rules. */
type Ruled = { schema: GraphQLSchema; rules: AccessRules };

const supergraph = buildSupergraph(textOf('supergraph.graphql'));
const rules = readAccessRules(supergraph.schema);
const schema = supergraph.apiSchema().toGraphQLJSSchema();

/** Each by itself: where several have a field, one may be without the rule that the others give the supergraph. */
const subgraphs = readdirSync(join(root, 'subgraphs')).map((name): [string, Ruled] => {
  const typeDefs = parse(textOf(`subgraphs/${name}/schema.graphql`));
  return [name, { schema: buildASTSchema(typeDefs, { assumeValidSDL: true }), rules: readAccessRules(buildSubgraph('', '', typeDefs, false).schema) }];
});

const everybody = ['ANONYMOUS', ...grantable] as const;
type Who = (typeof everybody)[number];

const rights = (who: Who) => rightsOf(who === 'ANONYMOUS' ? anonymous : callerWith(who as Role));
/** Of SYSTEM: those of each service, since one may call what another may not. */
const everyRightOf = (who: Who): Rights[] => (who === 'SYSTEM' ? Object.keys(serviceRights).map((name) => rightsOf(serviceCaller(name))) : [rights(who)]);
const admits = ({ rules }: Ruled, coordinate: string): Who[] =>
  everybody.filter((who) => everyRightOf(who).some((of) => [...(rules.get(coordinate.split('.')[0]!) ?? []), ...(rules.get(coordinate) ?? [])].every((one) => fulfils(of, one))));

/** The role that somebody has to have to be this to anything. */
const roleOf: Partial<Record<Relation, Who[]>> = { owner: ['CUSTOMER'], visited: ['CUSTOMER'], involved: ['EXPERT'], engaged: ['EXPERT'] };
const rolesIn = (coordinate: string, relations: readonly Relation[]): Who[] => {
  const itself: Who[] = coordinate.startsWith('User.') ? ['CUSTOMER', 'OPERATIVE', 'EXPERT', 'MANAGER', 'ADMIN'] : ['EXPERT'];
  const meant = relations.flatMap((relation) => (relation === 'itself' ? itself : (roleOf[relation] ?? [relation.toUpperCase() as Who])));
  return everybody.filter((who) => meant.includes(who));
};

/** SYSTEM where a service calls it; which one, `services.unit.spec.ts` holds. */
function callersOf(type: keyof typeof roots, field: string): Who[] {
  const coordinate = `${type}.${field}`;
  const relations = roots[type][field] ?? [];
  const isCalled = relations.includes('anonymous') || servicesThatMayCall(coordinate).length > 0;
  return rolesIn(coordinate, relations).filter((who) => who !== 'SYSTEM' || isCalled);
}

/** An account is the account's own whatever its roles; a customer and their address are given to somebody unknown who registers. */
const onlySubgraphDecides = (type: string, who: Who): boolean => type === 'User' || (who === 'ANONYMOUS' && ['Customer', 'Address'].includes(type));

const fieldsOf = ({ schema }: Ruled, type: string): string[] => {
  const found = schema.getType(type);
  return isObjectType(found) ? Object.keys(found.getFields()) : [];
};

describe.each([['the supergraph', { schema, rules }], ...subgraphs] as [string, Ruled][])('%s', (_, ruled) => {
  const rows = Object.entries(objects).flatMap(([type, row]) => fieldsOf(ruled, type).map((field) => ({ coordinate: `${type}.${field}`, type, relations: row[field] ?? row['*']! })));

  test('the rules let through every role that the matrix means', () => {
    const withheld = rows.flatMap(({ coordinate, relations }) => rolesIn(coordinate, relations).filter((who) => !admits(ruled, coordinate).includes(who)).map((who) => `${coordinate} ${who}`));
    expect(withheld).toEqual([]);
  });

  test('and no other role, but for what only a subgraph can decide', () => {
    const open = rows.flatMap(({ coordinate, type, relations }) => {
      const more = admits(ruled, coordinate).filter((who) => !rolesIn(coordinate, relations).includes(who));
      return more.filter((who) => !onlySubgraphDecides(type, who)).map((who) => `${coordinate} ${who}`);
    });
    expect(open).toEqual([]);
  });

  test.each(['Query', 'Mutation', 'Subscription'] as const)('%s: the rules are what the matrix says', (type) => {
    for (const field of fieldsOf(ruled, type)) expect([field, admits(ruled, `${type}.${field}`)]).toEqual([field, callersOf(type, field)]);
  });
});

describe('whoever may send an operation is refused nothing in it at the router', () => {
  const customerAndOffice: Who[] = ['CUSTOMER', 'OPERATIVE', 'MANAGER', 'ADMIN'];
  const staff: Who[] = ['EXPERT', 'OPERATIVE', 'MANAGER', 'ADMIN'];
  const anybody: Who[] = [...everybody];
  const senders: Record<string, Who[]> = {
    VerifyEmail: anybody, RequestPasswordReset: anybody, ResetPassword: anybody, RequestSignInCode: anybody, LoginOnDevice: anybody,
    BeginOidcLogin: anybody, CompleteOidcLogin: anybody,
    CompleteLogin: anybody, BeginPasskeyLogin: anybody, SecondFactors: ['CUSTOMER', ...staff], BeginTotp: ['CUSTOMER', ...staff],
    ConfirmTotp: ['CUSTOMER', ...staff], RemoveTotp: ['CUSTOMER', ...staff], BeginPasskey: ['CUSTOMER', ...staff],
    CompletePasskey: ['CUSTOMER', ...staff], RemovePasskey: ['CUSTOMER', ...staff],
    RenewRecoveryCodes: ['CUSTOMER', ...staff], ClearSecondFactor: ['ADMIN'],
    ResendVerification: ['CUSTOMER', ...staff], ChangePassword: ['CUSTOMER', ...staff], ChangeEmail: ['CUSTOMER', ...staff],
    Sessions: ['CUSTOMER', ...staff], EndSession: ['CUSTOMER', ...staff], EndOtherSessions: ['CUSTOMER', ...staff],
    Login: anybody, RefreshSession: anybody, RegisterCustomer: ['ANONYMOUS'], SupportPlans: anybody, SupportedProducts: anybody, SurveyByToken: anybody, SubmitSurvey: anybody,
    Logout: ['CUSTOMER', ...staff], Me: ['CUSTOMER', ...staff], MyAccount: ['CUSTOMER'], MyOffers: ['EXPERT'], MySchedule: ['EXPERT'],
    TicketDetail: [...customerAndOffice, 'EXPERT'], Tickets: [...customerAndOffice, 'EXPERT'], TicketChanged: [...customerAndOffice, 'EXPERT'], OfferReceived: ['EXPERT'],
    RequestPhoneCode: ['CUSTOMER'], ConfirmPhone: ['CUSTOMER'],
    UpdateProfile: ['CUSTOMER'], AddAddress: ['CUSTOMER'], UpdateNotificationPreferences: ['CUSTOMER'], AddPaymentMethod: ['CUSTOMER'], SubscribeToPlan: ['CUSTOMER'],
    CancelContract: ['CUSTOMER', 'ADMIN'], CreateTicket: ['CUSTOMER', 'OPERATIVE'], UpdateTicket: ['CUSTOMER', 'OPERATIVE', 'MANAGER'], AddComment: ['CUSTOMER', 'EXPERT', 'OPERATIVE', 'MANAGER'],
    CancelTicket: ['CUSTOMER', 'OPERATIVE', 'MANAGER'], FindCustomers: ['OPERATIVE', 'MANAGER', 'ADMIN'], AcceptOffer: ['EXPERT'], RefuseOffer: ['EXPERT'], StartTravel: ['EXPERT'], ArriveOnSite: ['EXPERT'],
    CannotArrive: ['EXPERT'], CompleteVisit: ['EXPERT'], RequestTimeOff: ['EXPERT'], SearchArticles: staff, Article: staff, RateArticle: ['EXPERT', 'OPERATIVE'],
    AttentionQueue: ['OPERATIVE', 'MANAGER', 'ADMIN'], WhyThisExpert: ['MANAGER', 'ADMIN'], AssignmentCheck: ['MANAGER'], AssignTicket: ['MANAGER'], Reports: ['MANAGER', 'ADMIN'],
    RunBilling: ['ADMIN'], SaveExpert: ['ADMIN'], SaveProduct: ['ADMIN'], AuditLog: ['ADMIN'],
  };
  const refusedIn = (document: DocumentNode, who: Who): string[] => [...needsOf(schema, rules, document).refusals(rights(who)).keys()].map(({ name }) => name.value);

  test('every operation has its senders here', () => expect(Object.keys(senders).sort()).toEqual(Object.keys(operations).sort()));
  test.each(Object.keys(senders))('%s', (name) => {
    for (const who of senders[name]!) expect([who, refusedIn(parse(operation(name)), who)]).toEqual([who, []]);
  });
});
