import tseslint from 'typescript-eslint';
import { nakedCallbacks } from './launcher/lint/nakedCallbacks.js';

const httpOnly = 'One anonymous client must not end a process: use createHttpServer of chassis/http/server.';
const socketsOnly = 'One anonymous client must not end a process: use createProtocolSockets of chassis/http/protocolSockets.';

export default tseslint.config(
  { ignores: ['**/generated/**', 'scaffold/template/**', '**/node_modules/**', '.data/**', 'coverage/**'] },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strict, ...tseslint.configs.stylistic],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false, attributes: false, properties: false } }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      eqeqeq: ['error', 'smart'],
      'no-console': 'off',
      'prefer-const': 'error',
      // A type alias and an interface say the same; we write aliases.
      '@typescript-eslint/consistent-type-definitions': ['error', 'type'],
      // With noUncheckedIndexedAccess, `rows[0]!` after a query that returns exactly one row is the honest spelling.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // bracket access is what noPropertyAccessFromIndexSignature and process.env want
      '@typescript-eslint/dot-notation': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/array-type': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/no-dynamic-delete': 'off',
    },
  },
  {
    // What serves: an error that nothing catches ends a process that thousands use.
    files: ['{import,launcher,migration,monolith,packages,router,subgraphs,workers}/**/*.ts'],
    ignores: ['**/*.spec.ts', '**/testing/**'],
    plugins: { process: { rules: { 'naked-callbacks': nakedCallbacks } } },
    rules: {
      'process/naked-callbacks': 'error',
      '@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: false }],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'NewExpression[callee.name="URL"] > MemberExpression.arguments[property.name="url"][object.name=/^(request|req|incoming)$/]',
          message: 'A client chooses this text, and URL throws: use readTarget of chassis/http/target.',
        },
        {
          selector: 'NewExpression[callee.name="URL"] > LogicalExpression.arguments > MemberExpression[property.name="url"][object.name=/^(request|req|incoming)$/]',
          message: 'A client chooses this text, and URL throws: use readTarget of chassis/http/target.',
        },
        { selector: 'CallExpression[callee.name=/^decodeURI(Component)?$/]', message: 'It throws for a lone %: catch that, or parse with URLSearchParams.' },
      ],
      'no-restricted-imports': [
        'error',
        {
          paths: [
            ...['node:http', 'node:https', 'node:http2'].map((name) => ({ name, importNames: ['createServer', 'createSecureServer'], message: httpOnly })),
            { name: 'ws', importNames: ['WebSocketServer', 'Server'], message: socketsOnly },
            { name: 'graphql-ws/use/ws', importNames: ['useServer'], message: socketsOnly },
          ],
        },
      ],
    },
  },
  // The one place for each.
  { files: ['packages/subgraph-chassis/src/http/{server,protocolSockets}.ts'], rules: { 'no-restricted-imports': 'off' } },
  // Answers that came over the wire are read freely in tests: a wrong shape fails the assertion.
  { files: ['**/*.spec.ts', '**/testing/**/*.ts'], rules: { '@typescript-eslint/no-explicit-any': 'off' } },
);
