import type { FastifyInstance } from 'fastify';
import { callerOf } from '../rest-server.ts';
import type { ServiceContext } from '../service.ts';
import { parse, wireQuantity } from './fields.ts';
import { ledgerFilter, stockParameters } from './stock-filter.ts';
import { windowSql } from './window.ts';

interface StockRow {
  part_id: number;
  sku: string;
  location_id: number;
  location: string;
  on_hand: string;
  unit: string;
}

export function stockRoutes(app: FastifyInstance, context: ServiceContext): void {
  // A part and a location with any ledger row stand here, with 0 where all was taken.
  app.get('/stock', async (request) => {
    const parameters = parse(stockParameters, request.query);
    const where = await ledgerFilter(context.pool, callerOf(request).organizationId, parameters);
    const found = await context.pool.query<StockRow>(
      `select m.part_id, p.sku, m.location_id, l.name as location, sum(m.qty_delta) as on_hand, p.unit
       from sandbox.maintainkit_movement m
       join sandbox.maintainkit_part p on p.id = m.part_id
       join sandbox.maintainkit_location l on l.id = m.location_id
       ${where.sql}
       group by m.part_id, p.sku, m.location_id, l.name, p.unit
       order by m.part_id, m.location_id ${windowSql(where, parameters)}`,
      where.values,
    );
    return { data: found.rows.map(stockWire) };
  });
}

const stockWire = (row: StockRow): object => ({
  partId: row.part_id,
  sku: row.sku,
  locationId: row.location_id,
  location: row.location,
  onHand: wireQuantity(row.on_hand),
  unit: row.unit,
});
