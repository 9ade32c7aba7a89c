-- The parts that work on an asset has used: those whose sku is the name in a work order, once for each asset.
CREATE VIEW "asset_part" AS
SELECT p.*, used."asset_id" FROM (
  SELECT DISTINCT w."tenant_id", w."asset_id", u."name"
  FROM "work_order" w JOIN "work_order_part" u ON u."tenant_id" = w."tenant_id" AND u."work_order_id" = w."id"
) used
JOIN "part" p ON p."tenant_id" = used."tenant_id" AND p."sku" = used."name";
