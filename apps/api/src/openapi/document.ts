import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { type ErrorCode, FieldProblemDto, ProblemDto } from '#libs/platform';
import { hyperparameterSchemas } from '#libs/training';
import { completeOperations } from './complete-operations.js';
import { refuseUnknownProperties } from './refuse-unknown-properties.js';
import { leaveAlternativesUntyped } from './untyped-alternatives.js';
import { unwrapSingleAllOf } from './unwrap-single-all-of.js';

const description = `Trains, serves and audits predictions on tables in PostgreSQL.

Sign in with POST /auth/token and send the access token as \`Authorization: Bearer …\`, or send an issued key in
\`X-API-Key\`. Errors are problem details (RFC 9457); act on their \`code\`. A prediction that is answered with 200
has its audit record on disk.`;

/** What the application promises. */
export interface Contract {
  readonly document: OpenAPIObject;
  /** What can go wrong, by operation id. */
  readonly errors: ReadonlyMap<string, readonly ErrorCode[]>;
}

/** The OpenAPI 3.1 document: what the decorators say, plus what guards and pipes imply. */
export function createContract(app: INestApplication): Contract {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Veridict')
    .setDescription(description)
    .setVersion('0.1.0')
    .setLicense('MIT', 'https://spdx.org/licenses/MIT.html')
    .addServer('/', 'This server')
    .addBearerAuth(
      {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'JWT',
        description: 'Access token of POST /auth/token',
      },
      'bearer',
    )
    .addApiKey(
      { type: 'apiKey', in: 'header', name: 'X-API-Key', description: 'Issued key of POST /api-keys' },
      'api_key',
    );
  for (const [name, text] of tags) builder.addTag(name, text);
  const document = SwaggerModule.createDocument(app, builder.build(), {
    operationIdFactory: (_controller, method) => method,
    extraModels: [ProblemDto, FieldProblemDto],
  });
  Object.assign(document.components!.schemas!, hyperparameterSchemas());
  const errors = completeOperations(app, document);
  refuseUnknownProperties(document);
  unwrapSingleAllOf(document);
  leaveAlternativesUntyped(document);
  return { document, errors };
}

const tags: readonly (readonly [string, string])[] = [
  ['auth', 'Sign-in, registration, own account'],
  ['users', 'Accounts, for admins'],
  ['api-keys', 'Keys for programs, for admins'],
  ['clients', 'The clients dataset: rows, import, export, predictions'],
  ['employees', 'The employees dataset: rows, import of the HR extracts, lineage, predictions'],
  ['datasets', "Any table: rows whose columns are the data's own"],
  ['customers', 'Applicants for a credit: score card, what-if, counterfactual'],
  ['training', 'Training runs'],
  ['models', 'Models, versions, aliases'],
  ['prediction', 'Predictions of any model'],
  ['batch predictions', 'Predictions of whole datasets, as durable jobs'],
  ['decisions', 'Decisions about rows: policy, score cards, what-if, counterfactuals, human review'],
  ['audit', 'Records of predictions and of administrative acts'],
  ['operations', 'Health and metrics'],
];
