/**
 * Whether a function that Node itself calls plainly cannot throw: by its syntax, with the few calls that are known
 * not to.
 */

/** Their own names say that they only note something. */
const settlers = new Set(['resolve', 'reject', 'onError', 'onFailure']);
const functions = new Set([...settlers, 'clearTimeout', 'clearInterval', 'String', 'Number', 'Boolean']);
const methods = new Set([
  ...settlers,
  'add',
  'get',
  'set',
  'has',
  'delete',
  'clear',
  'push',
  'now',
  'min',
  'max',
  'abort',
  'destroy',
  'destroySoon',
  'resume',
  'pause',
  'unref',
  'terminate',
  'exit',
  'disconnect',
  'forEach',
  'concat',
  'toString',
  'trim',
  'closeIdleConnections',
  'closeAllConnections',
  'debug',
  'info',
  'warn',
  'error',
  'fatal',
]);
const classes = new Set(['Error', 'PspSilent', 'Map', 'Set', 'AbortController', 'Date']);

/**
 * @param {import('eslint').Scope.Scope} scope where the function is named, to find one that is declared in the
 * same file
 */
export function isHarmlessCallback(node, scope) {
  if (node.type === 'CallExpression') return node.callee.name === 'neverThrowing';
  if (node.type === 'MemberExpression') return settlers.has(node.property.name);
  if (node.type === 'Identifier') return settlers.has(node.name) || isHarmlessDeclared(node.name, scope);
  if (node.type === 'LogicalExpression')
    return isHarmlessCallback(node.left, scope) && isHarmlessCallback(node.right, scope);
  return isHarmlessFunction(node);
}

function isHarmlessDeclared(name, scope) {
  for (let current = scope; current; current = current.upper) {
    const definition = current.set.get(name)?.defs[0];
    if (definition) return isHarmlessDefinition(definition, current);
  }
  return false;
}

function isHarmlessDefinition({ type, node }, scope) {
  if (type === 'FunctionName') return isHarmlessFunction(node);
  return (
    type === 'Variable' &&
    node.parent.kind === 'const' &&
    node.init !== null &&
    node.id.type === 'Identifier' &&
    isHarmlessCallback(node.init, scope.upper)
  );
}

function isHarmlessFunction(node) {
  if (!/Function/.test(node.type) || !node.body || node.async || node.generator) return false;
  return node.body.type === 'BlockStatement' ? isHarmlessStatement(node.body) : isHarmless(node.body);
}

const every = (nodes) => nodes.every(isHarmless);
const statements = {
  BlockStatement: ({ body }) => body.every(isHarmlessStatement),
  ExpressionStatement: ({ expression }) => isHarmless(expression),
  ReturnStatement: ({ argument }) => isHarmless(argument),
  IfStatement: ({ test, consequent, alternate }) =>
    isHarmless(test) && isHarmlessStatement(consequent) && (!alternate || isHarmlessStatement(alternate)),
  VariableDeclaration: ({ declarations }) => every(declarations.map(({ init }) => init)),
  ForOfStatement: ({ right, body }) => isHarmless(right) && isHarmlessStatement(body),
};
const isHarmlessStatement = (node) => statements[node.type]?.(node) ?? false;

const expressions = {
  Literal: () => true,
  Identifier: () => true,
  ThisExpression: () => true,
  ArrowFunctionExpression: () => true,
  FunctionExpression: () => true,
  TemplateLiteral: ({ expressions: parts }) => every(parts),
  UnaryExpression: ({ argument }) => isHarmless(argument),
  UpdateExpression: () => true,
  BinaryExpression: ({ left, right }) => every([left, right]),
  LogicalExpression: ({ left, right }) => every([left, right]),
  AssignmentExpression: ({ right }) => isHarmless(right),
  ConditionalExpression: ({ test, consequent, alternate }) => every([test, consequent, alternate]),
  SequenceExpression: ({ expressions: parts }) => every(parts),
  ArrayExpression: ({ elements }) => every(elements),
  ObjectExpression: ({ properties }) => every(properties.map((property) => property.value ?? property.argument)),
  MemberExpression: ({ object }) => isHarmless(object),
  ChainExpression: ({ expression }) => isHarmless(expression),
  TSAsExpression: ({ expression }) => isHarmless(expression),
  TSNonNullExpression: ({ expression }) => isHarmless(expression),
  NewExpression: ({ callee, arguments: given }) => classes.has(callee.name) && every(given),
  CallExpression: ({ callee, arguments: given }) =>
    isHarmlessCall(callee) && given.every((one) => (isFunction(one) ? isHarmlessFunction(one) : isHarmless(one))),
};
const isHarmless = (node) => !node || (expressions[node.type]?.(node) ?? false);
const isFunction = ({ type }) => /Function/.test(type);

function isHarmlessCall(callee) {
  if (callee.type === 'Identifier') return functions.has(callee.name);
  return callee.type === 'MemberExpression' && methods.has(callee.property.name) && isHarmless(callee.object);
}
