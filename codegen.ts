/** Typed documents for the committed operations: tests import them from .generated/operations.ts. */
import type { CodegenConfig } from '@graphql-codegen/cli';

const config: CodegenConfig = {
  schema: 'schema/schema.graphql',
  documents: ['schema/operations/**/*.graphql', 'test/**/*.graphql'],
  ignoreNoDocuments: true,
  generates: {
    '.generated/operations.ts': {
      plugins: ['typescript-operations', 'typed-document-node'],
      config: {
        useTypeImports: true,
        enumsAsTypes: true,
        strictScalars: true,
        defaultScalarType: 'unknown',
        scalars: {
          ID: 'string',
          Date: 'string',
          DateTime: 'string',
          Decimal: { input: 'number | string', output: 'number' },
          EventCursor: 'string',
          JSON: 'unknown',
        },
      },
    },
  },
};

export default config;
