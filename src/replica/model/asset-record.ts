import { entity, nullableDecimal, nullableText, text } from './entity.ts';

/** An asset as one service states it; several of them may be one asset. */
export const assetRecordEntity = entity<object>()({
  table: 'asset_record',
  prefix: 'ast',
  columns: {
    id: text('id'),
    service: text('service'),
    externalId: text('external_id'),
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
    parentRecordId: nullableText('parent_record_id'),
    remainingLifeYears: nullableDecimal('remaining_life_years'),
    tagKey: nullableText('tag_key'),
    serialKey: nullableText('serial_key'),
    barcodeKey: nullableText('barcode_key'),
    nameKey: nullableText('name_key'),
  },
  conditions: {},
  defaultOrder: [],
});
