import { riskAssessmentEntity } from '../../replica/model/risk-assessment.ts';

/** What lists of risk assessments are read from. */
export const riskAssessmentList = {
  typeName: 'RiskAssessment',
  entity: riskAssessmentEntity,
  parentColumn: 'asset_id',
} as const;
