import { BREAK, GraphQLError, Kind, visit, type DirectiveNode, type DocumentNode, type SelectionNode, type SelectionSetNode } from 'graphql';
import { deferConditionOf, deferLabelOf, isDefer, type Spread } from './deferDirective.ts';
import type { JsonObject } from './jsonValue.ts';
import { fragmentsOf, type Fragments } from './selectedFields.ts';

/** What the client calls its deferred fragments, by the labels that they bear here. */
export type DeferredLabels = ReadonlyMap<string, string | undefined>;
export type LabelledDocument = { document: DocumentNode; labels: DeferredLabels };

const deferredAtMost = 64;

export function hasDefers(document: DocumentNode): boolean {
  let found = false;
  visit(document, { Directive: (directive) => (isDefer(directive) ? ((found = true), BREAK) : undefined) });
  return found;
}

/** The document as it is executed where the whole answer is sent at once. */
export function withoutDefers(document: DocumentNode): DocumentNode {
  const strip = <T extends Spread>(node: T): T | undefined => (node.directives?.some(isDefer) ? { ...node, directives: node.directives.filter((directive) => !isDefer(directive)) } : undefined);
  return visit(document, { FragmentSpread: strip, InlineFragment: strip });
}

/**
 * The document with a label of ours for each place where something is deferred, and without the deferrals that these variables rule
 * out. Fragments in which something is deferred are written out: spread twice, they are two places.
 * @throws GraphQLError when there are too many
 */
export function labelDefers(document: DocumentNode, variables: JsonObject): LabelledDocument {
  const decided = onlyActive(document, variables);
  const fragments = fragmentsOf(decided);
  const defers = createSearch(fragments);
  const labels = new Map<string, string | undefined>();

  const labelled = (spread: Spread): DirectiveNode[] => {
    const others = (spread.directives ?? []).filter((directive) => !isDefer(directive));
    if (!spread.directives?.some(isDefer)) return others;
    const label = `${labels.size}`;
    if (labels.size === deferredAtMost) throw tooMany();
    labels.set(label, deferLabelOf(spread));
    return [...others, deferAs(label)];
  };
  const writeOut = (selection: SelectionNode): SelectionNode => {
    if (!defers(selection)) return selection;
    if (selection.kind === Kind.FIELD) return { ...selection, selectionSet: inSet(selection.selectionSet!) };
    const directives = labelled(selection);
    const { typeCondition, selectionSet } = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value)!;
    return { kind: Kind.INLINE_FRAGMENT, typeCondition, directives, selectionSet: inSet(selectionSet) };
  };
  const inSet = ({ selections }: SelectionSetNode): SelectionSetNode => ({ kind: Kind.SELECTION_SET, selections: selections.map(writeOut) });

  const definitions = decided.definitions.map((definition) => (definition.kind === Kind.OPERATION_DEFINITION ? { ...definition, selectionSet: inSet(definition.selectionSet) } : definition));
  return { document: { ...decided, definitions }, labels };
}

function onlyActive(document: DocumentNode, variables: JsonObject): DocumentNode {
  const isActive = (directive: DirectiveNode): boolean => {
    const condition = deferConditionOf(directive);
    if (condition?.kind === Kind.VARIABLE) return variables[condition.name.value] !== false;
    return condition?.kind !== Kind.BOOLEAN || condition.value;
  };
  const decide = <T extends Spread>(node: T): T | undefined => {
    const directives = node.directives?.filter((directive) => !isDefer(directive) || isActive(directive));
    return directives?.length === node.directives?.length ? undefined : { ...node, directives };
  };
  return visit(document, { FragmentSpread: decide, InlineFragment: decide });
}

/** Whether something is deferred in a selection, at any depth. Looks into each fragment once. */
function createSearch(fragments: Fragments): (selection: SelectionNode) => boolean {
  const known = new Map<string, boolean>();
  const inFragment = (name: string): boolean => {
    const found = known.get(name) ?? inSet(fragments.get(name)!.selectionSet);
    known.set(name, found);
    return found;
  };
  const defers = (selection: SelectionNode): boolean => {
    if (selection.kind !== Kind.FIELD && selection.directives?.some(isDefer)) return true;
    if (selection.kind === Kind.FRAGMENT_SPREAD) return inFragment(selection.name.value);
    return selection.selectionSet !== undefined && inSet(selection.selectionSet);
  };
  const inSet = ({ selections }: SelectionSetNode): boolean => selections.some(defers);
  return defers;
}

const deferAs = (label: string): DirectiveNode => ({
  kind: Kind.DIRECTIVE,
  name: { kind: Kind.NAME, value: 'defer' },
  arguments: [{ kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: 'label' }, value: { kind: Kind.STRING, value: label } }],
});

const tooMany = (): GraphQLError =>
  new GraphQLError(`The operation defers too much: at most ${deferredAtMost} fragments, counted where they are spread.`, {
    extensions: { code: 'OPERATION_TOO_LARGE', limit: 'deferred', maximum: deferredAtMost },
  });
