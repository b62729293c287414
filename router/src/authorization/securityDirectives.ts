import { DEFAULT_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from '@apollo/federation-internals';
import { securityFeatures } from '@sysops-squad/chassis/authorization/accessRules';
import { Kind, parse, print, visit, type ConstDirectiveNode, type DocumentNode } from 'graphql';

/** A specification that serves security and is none of these is refused when a supergraph is loaded. */
const enforced = new Set([...DEFAULT_SUPPORTED_SUPERGRAPH_FEATURES, ...Object.values(securityFeatures).map((identity) => `${identity}/v0.1`)]);

/** @throws when the text is not a supergraph, or links something for security that is not enforced here */
export const buildSupergraph = (sdl: string): Supergraph => Supergraph.build(sdl, { supportedFeatures: enforced, validateSupergraph: true });

/** A supergraph without its rules, for those who know none of them. Whoever uses it has to enforce them: see `authorisedGateway`. */
export function withoutSecurityDirectives(sdl: string): string {
  const document = parse(sdl, { noLocation: true });
  const links = linksOf(document).filter(({ url }) => Object.values(securityFeatures).some((identity) => url.startsWith(`${identity}/`)));
  if (links.length === 0) return sdl;
  const nodes = new Set<unknown>(links.map(({ node }) => node));
  const isTheirs = (name: string): boolean => links.some(({ names, namespace }) => names.includes(name) || name.startsWith(`${namespace}__`));
  return print(
    visit(document, {
      Directive: (node) => (nodes.has(node) || isTheirs(node.name.value) ? null : undefined),
      DirectiveDefinition: (node) => (isTheirs(node.name.value) ? null : undefined),
      ScalarTypeDefinition: (node) => (isTheirs(node.name.value) ? null : undefined),
    }),
  );
}

type Link = { node: ConstDirectiveNode; url: string; namespace: string; names: string[] };

/** What the schema links, under the names that it gives to it: a rule that bears another name is one all the same. */
function linksOf({ definitions }: DocumentNode): Link[] {
  const schemas = definitions.filter((definition) => definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION);
  return schemas.flatMap(({ directives = [] }) =>
    directives.flatMap((node): Link[] => {
      const url = stringOf(node, 'url');
      if (node.name.value !== 'link' || url === undefined) return [];
      const own = new URL(url).pathname.split('/').at(-2)!;
      const namespace = stringOf(node, 'as') ?? own;
      return [{ node, url, namespace, names: [namespace, ...importsOf(node, own)] }];
    }),
  );
}

function importsOf(node: ConstDirectiveNode, own: string): string[] {
  const value = node.arguments?.find(({ name }) => name.value === 'import')?.value;
  if (value?.kind !== Kind.LIST) return [];
  return value.values.flatMap((one) => {
    if (one.kind === Kind.STRING) return one.value === `@${own}` ? [own] : [];
    if (one.kind !== Kind.OBJECT) return [];
    const part = (key: string) => one.fields.find(({ name }) => name.value === key)?.value;
    const alias = part('as') ?? part('name');
    return alias?.kind === Kind.STRING ? [alias.value.replace(/^@/, '')] : [];
  });
}

function stringOf({ arguments: args = [] }: ConstDirectiveNode, name: string): string | undefined {
  const value = args.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.STRING ? value.value : undefined;
}
