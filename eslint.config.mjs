import js from '@eslint/js';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '.python/**',
      'node_modules/**',
      'libs/sdk/generated/**',
      'libs/ml/*/assembly/**',
      'coverage/**',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      eqeqeq: 'error',
      'no-restricted-syntax': [
        'error',
        {
          selector:
            "PropertyDefinition:has(Decorator[expression.callee.name=/^(ManyToOne|OneToMany|OneToOne|ManyToMany)$/]) > TSTypeAnnotation > :not(TSTypeReference[typeName.name='Relation'])",
          message:
            'Type relations as Relation<T>: two entities that point at each other fail to load in ESM otherwise.',
        },
      ],
    },
  },
  {
    // A type-only import of a DTO erases its metadata and switches validation off without a word.
    files: ['**/*.controller.ts'],
    rules: {
      '@typescript-eslint/consistent-type-imports': 'off',
      'no-restricted-syntax': [
        'error',
        {
          selector: "ImportDeclaration[importKind='type'][source.value=/dto/]",
          message: 'Import DTO classes as values in controllers: a type-only import turns validation off.',
        },
      ],
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          'process',
          'console',
          'URL',
          'performance',
          'setTimeout',
          'clearTimeout',
          'setInterval',
          'clearInterval',
          'fetch',
          'AbortSignal',
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
);
