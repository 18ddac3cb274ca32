import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { EmployeeFeaturesDto, PredictionDto, VeridictOperations } from '#libs/sdk';
import { openApi } from '../support/problem.js';
import { rawPost } from '../support/raw-post.js';
import { refusalOf } from '../support/refusal.js';
import { VeridictServer } from '../support/veridict-server.js';

const model = 'attrition';
type Payload = Record<string, unknown>;

/** As the contract documents them, which is as the predecessors' READMEs show them. */
const documented = (openApi.paths['/predict']!.post!.requestBody as { content: Record<string, unknown> })
  .content['application/json'] as { examples: Record<string, { value: Payload }> };
const fields25 = documented.examples['fields25']!.value;
const fields22 = documented.examples['fields22']!.value;

describe('a payload of the predecessors', () => {
  let server: VeridictServer;
  let veridict: VeridictOperations;
  let token: string;

  beforeAll(async () => {
    server = await VeridictServer.start();
    veridict = await server.adminClient();
    token = await server.signIn();
  });

  afterAll(() => server?.stop());

  const predict = async (body: Payload): Promise<PredictionDto> =>
    (await veridict.predictAttrition({ body: body as unknown as EmployeeFeaturesDto })).data;
  const inputsOf = async ({ prediction_id: id }: PredictionDto) =>
    (await veridict.getPredictionRecord({ path: { id } })).data.inputs!;
  const problemsOf = async (body: Payload): Promise<Record<string, string>> => {
    const refusal = await refusalOf(predict(body));
    return Object.fromEntries(refusal.errors.map(({ pointer, detail }) => [pointer, detail]));
  };

  it('is accepted with its 25 fields, and recorded in the words of the dataset without sex and marital status', async () => {
    expect(Object.keys(fields25)).toHaveLength(25);
    const answer = await predict(fields25);
    expect(answer).toMatchObject({
      model,
      model_version: 1,
      prediction: answer.probability! >= answer.threshold! ? 1 : 0,
      prediction_id: expect.any(String),
    });
    expect([...answer.warnings].sort()).toEqual([
      'annee_experience_totale was left out and counts as missing',
      'genre is not used by attrition',
      'niveau_hierarchique_poste was left out and counts as missing',
      expect.stringMatching(/^note_evaluation_actuelle is outside the range/),
      expect.stringMatching(/^note_evaluation_precedente is outside the range/),
      'statut_marital is not used by attrition',
    ]);
    const { genre: _, statut_marital: __, ...features } = fields25;
    expect(await inputsOf(answer)).toEqual({
      ...features,
      departement: 'Commercial',
      poste: 'Cadre Commercial',
      domaine_etude: 'Infra & Cloud',
      frequence_deplacement: 'Occasionnel',
      annee_experience_totale: null,
      niveau_hierarchique_poste: null,
    });
  });

  it('is accepted with its 22 fields, under the name that it misspells', async () => {
    expect(Object.keys(fields22)).toHaveLength(22);
    const answer = await predict(fields22);
    expect(answer.warnings).toHaveLength(7);
    const inputs = await inputsOf(answer);
    expect(inputs).toMatchObject({ augmentation_salaire_precedente: 15, heure_supplementaires: true });
    expect(Object.keys(inputs)).not.toContain('augementation_salaire_precedente');
    const { augementation_salaire_precedente: rise, ...rest } = fields22;
    const corrected = { ...rest, augmentation_salaire_precedente: rise };
    expect((await predict(corrected)).probability).toBe(answer.probability);
    expect(await problemsOf({ ...corrected, augementation_salaire_precedente: rise })).toEqual({
      '/augementation_salaire_precedente': expect.stringMatching(
        /^(augmentation|augementation)_salaire_precedente and (augmentation|augementation)_salaire_precedente are names of one field/,
      ),
    });
  });

  it("says Python's True as JSON's true, or as a text", async () => {
    const { probability } = await predict(fields25);
    for (const yes of ['True', 'Oui', 'true', ' oui '])
      expect((await predict({ ...fields25, heure_supplementaires: yes })).probability).toBe(probability);
    const python = JSON.stringify(fields25).replace(
      '"heure_supplementaires":true',
      '"heure_supplementaires":True',
    );
    expect((await rawPost(`${server.url}/predict`, token, python)).status).toBe(400);
  });

  it.each([
    ['genre', ['femme', 'F', 'FEMME', 'Homme', 'm']],
    ['frequence_deplacement', ['Frequent', 'Fréquent', 'FRÉQUENT', 'fre\u0301quent']],
    ['statut_marital', ['Marié(e)', 'marie(e)', ' MARIÉ(E) ', 'mariée', 'divorce (e)', 'célibataire']],
    ['poste', ['Cadre Commercial', 'cadre commercial', 'CADRE\u00a0COMMERCIAL']],
    ['domaine_etude', ['Transformation Digitale', 'TransformationDigitale']],
  ])('may spell %s as people do, to the same answer', async (name, spellings) => {
    for (const spelling of spellings) {
      const answer = await predict({ ...fields22, [name]: spelling });
      const plain = await predict({ ...fields22, [name]: spellings[0] });
      expect(answer.probability).toBe(plain.probability);
    }
    expect(await problemsOf({ ...fields22, [name]: 'quelque chose' })).toEqual({
      [`/${name}`]: expect.stringMatching(/^must be one of "/),
    });
  });

  it('is answered the same under every address, alone and among others', async () => {
    const { probability } = await predict(fields22);
    const body = fields22 as unknown as EmployeeFeaturesDto;
    expect((await veridict.predictEmployee({ body })).data.probability).toBe(probability);
    const { data } = await veridict.predict({
      path: { model },
      body: { instances: [fields25, fields22, { ...fields22, genre: 'homme' }] },
    });
    expect(data).toMatchObject({ predictions: [{}, { probability }, { probability }] });
  });

  it('may name an employee by number in any of the spellings of the extracts', async () => {
    const id = (await veridict.listEmployees({ query: { limit: 1 } })).data.items[0]!.id;
    const { data: expected } = await veridict.predictEmployeeById({ path: { id } });
    for (const spelling of [id, String(id), `E_${id}`, `e_${id}`, `00000${id}`]) {
      const { data } = await veridict.predictAttritionById({ path: { id_employee: spelling } });
      expect(data.probability).toBe(expected.probability);
      const { data: record } = await veridict.getPredictionRecord({ path: { id: data.prediction_id } });
      expect(record).toMatchObject({ subject_id: String(id), route: 'GET /predict/:id_employee' });
      const { data: typed } = await veridict.predictEmployeeById({ path: { id: spelling } });
      expect(typed.probability).toBe(expected.probability);
    }
    const status = async (text: string) =>
      (await refusalOf(veridict.predictAttritionById({ path: { id_employee: text } }))).status;
    expect(await status('999999999')).toBe(404);
    for (const malformed of ['0', 'E_', '-7', '7.0', '1e3', 'sept', '1'.repeat(16), 'E_E_7', ' 7'])
      expect([malformed, await status(malformed)]).toEqual([malformed, 422]);
  });

  it('fits the contract, and what the schema of the model takes is answered', async () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema(openApi, 'openapi.json');
    const fits = ajv.getSchema('openapi.json#/components/schemas/EmployeeFeaturesDto')!;
    for (const payload of [fields25, fields22]) expect(fits(payload)).toBe(true);

    const { data: schema } = await veridict.getModelSchema({ path: { model } });
    const vocabulary = new Ajv2020({ strict: true, allowUnionTypes: true });
    vocabulary.addVocabulary(['x-aliases', 'x-synonyms']);
    const takes = vocabulary.compile(schema);
    const properties = schema['properties'] as Record<string, Record<string, unknown>>;
    expect(properties['augmentation_salaire_precedente']!['x-aliases']).toEqual([
      'augementation_salaire_precedente',
    ]);
    expect(properties['genre']).toMatchObject({
      enum: ['F', 'M'],
      deprecated: true,
      'x-synonyms': { F: ['Femme', 'Féminin'], M: ['Homme', 'H', 'Masculin'] },
    });
    const canonical = await inputsOf(await predict(fields22));
    expect(takes(canonical)).toBe(true);
    expect(takes({ ...canonical, genre: 'F' })).toBe(true);
    expect(takes({ ...canonical, a_quitte_l_entreprise: true })).toBe(false);
    expect((await predict(canonical)).warnings).toEqual([]);
  });
});
