import tseslint from 'typescript-eslint';

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
  // Answers that came over the wire are read freely in tests: a wrong shape fails the assertion.
  { files: ['**/*.spec.ts', '**/testing/**/*.ts'], rules: { '@typescript-eslint/no-explicit-any': 'off' } },
);
