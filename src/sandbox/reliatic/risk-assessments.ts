import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { defaultRiskMatrix, rankRisk, riskLevels } from '../../domain/rbi.ts';
import { onlyRow } from '../database.ts';
import { callerOf } from '../rest-server.ts';
import type { ServiceContext } from '../service.ts';
import type { Change } from '../webhook-outbox.ts';
import { Where } from '../where.ts';
import { announce } from './announce.ts';
import { checkAssetExists } from './assets.ts';
import { lower } from './conventions.ts';
import { collection, pageParameters, single } from './envelope.ts';
import { parse } from './errors.ts';
import { oneOf, uuid, wholeNumber } from './fields.ts';
import { riskAssessmentColumns, riskAssessmentWire, type RiskAssessmentRow } from './wire.ts';

const listParameters = pageParameters.extend({
  asset_id: uuid.optional(),
  risk_ranking: oneOf(lower(riskLevels)).optional(),
});

const riskAssessmentBody = z.object({
  asset_id: uuid,
  probability_of_failure: wholeNumber(1, 5),
  consequence_of_failure: wholeNumber(1, 5),
});
type RiskAssessmentBody = z.output<typeof riskAssessmentBody>;

export function riskAssessmentRoutes(app: FastifyInstance, context: ServiceContext): void {
  app.get('/risk-assessments', async (request) => {
    const filter = parse(listParameters, request.query);
    const where = new Where()
      .and(callerOf(request).organizationId, (value) => `organization_id = ${value}`)
      .and(filter.asset_id, (value) => `asset_id = ${value}`)
      .and(filter.risk_ranking, (value) => `risk_ranking = ${value}`);
    const source = { table: 'reliatic_risk_assessment', columns: riskAssessmentColumns, where, page: filter };
    return collection<RiskAssessmentRow>(context, source, riskAssessmentWire);
  });

  app.post('/risk-assessments', async (request, reply) => {
    const { organizationId } = callerOf(request);
    const body = parse(riskAssessmentBody, request.body);
    const assessment = await context.change((change) => createRiskAssessment(change, organizationId, body));
    return reply.status(201).send(single(context, riskAssessmentWire(assessment)));
  });
}

async function createRiskAssessment(
  change: Change,
  organizationId: string,
  body: RiskAssessmentBody,
): Promise<RiskAssessmentRow> {
  await checkAssetExists(change.client, organizationId, body.asset_id);
  const ranked = rankRisk(defaultRiskMatrix, body.probability_of_failure, body.consequence_of_failure);
  const inserted = await change.client.query<RiskAssessmentRow>(
    `insert into sandbox.reliatic_risk_assessment
       (organization_id, asset_id, probability_of_failure, consequence_of_failure, risk_ranking, assessed_at)
     values ($1, $2, $3, $4, $5, $6) returning ${riskAssessmentColumns}`,
    [
      organizationId,
      body.asset_id,
      body.probability_of_failure,
      body.consequence_of_failure,
      ranked.level.toLowerCase(),
      change.now(),
    ],
  );
  const assessment = onlyRow(inserted);
  const after = riskAssessmentWire(assessment);
  await announce(change, organizationId, 'risk_assessment.created', assessment.id, null, after);
  return assessment;
}
