import { Prisma } from '../../database/generated/client.ts';
import { entity, nullableDecimal, nullableText, text, type RowOf } from './entity.ts';
import { isStorable, mentions, oneOf } from './conditions.ts';

export interface AssetFilter {
  type?: readonly string[] | null;
  lifecycle?: readonly string[] | null;
  operational?: readonly string[] | null;
  /** Words in tag number, name or description. */
  search?: string | null;
  tagNumber?: readonly string[] | null;
  parentId?: readonly string[] | null;
  riskLevel?: readonly string[] | null;
  cell?: readonly string[] | null;
}

const ranked = (column: string) => (values: readonly string[]) =>
  Prisma.sql`exists (
  select from risk_assessment r where r.tenant_id = t.tenant_id and r.asset_id = t.id and r.is_current
  and r.${Prisma.raw(column)} = any(${values.filter(isStorable)}::text[]))`;

export const assetEntity = entity<AssetFilter>()({
  table: 'asset',
  prefix: 'ast',
  columns: {
    id: text('id'),
    tagNumber: nullableText('tag_number'),
    name: text('name'),
    description: nullableText('description'),
    type: text('type'),
    lifecycle: text('lifecycle'),
    operational: text('operational'),
    manufacturer: nullableText('manufacturer'),
    model: nullableText('model'),
    serialNumber: nullableText('serial_number'),
    barcode: nullableText('barcode'),
    location: nullableText('location'),
    parentId: nullableText('parent_id'),
    parentRecordId: nullableText('parent_record_id'),
    remainingLifeYears: nullableDecimal('remaining_life_years'),
  },
  conditions: {
    type: oneOf('type'),
    lifecycle: oneOf('lifecycle'),
    operational: oneOf('operational'),
    search: mentions('tag_number', 'name', 'description'),
    tagNumber: oneOf('tag_number'),
    parentId: oneOf('parent_id'),
    riskLevel: ranked('level'),
    cell: ranked('cell'),
  },
  defaultOrder: [{ field: 'tagNumber', direction: 'ASC' }],
});

export type AssetRow = RowOf<typeof assetEntity.columns>;
