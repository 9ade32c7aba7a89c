-- Search over assets, parts, work orders and failure modes: by words, of which the last may still be in the making, and
-- by what is written nearly so. Both extensions come with PostgreSQL and may be made by whoever may make tables.
CREATE EXTENSION IF NOT EXISTS "pg_trgm";
CREATE EXTENSION IF NOT EXISTS "btree_gin";

-- The words of a text and of some numbers separated by spaces. A number counts in its parts and as a whole, whatever
-- stands between them: EXC-A is found by exc, by exca and by exc-a. PostgreSQL itself would read SHD-23 as SHD and -23.
CREATE FUNCTION "search_words"("words" TEXT, "numbers" TEXT) RETURNS TSVECTOR
LANGUAGE SQL IMMUTABLE PARALLEL SAFE
RETURN TO_TSVECTOR('pg_catalog.english'::REGCONFIG,
  TRANSLATE("numbers" || ' ' || "words", '-_/.,:;#+', '         ') || ' ' || TRANSLATE("numbers", '-_/.', ''));

-- `label` is what a list shows, `numbers` what people type from a plate, `fields` what a hit can be in.
CREATE VIEW "search_document" AS
SELECT a."id", a."tenant_id", 'ASSET' AS "type",
  COALESCE(a."tag_number" || ' ', '') || a."name" AS "label",
  CONCAT_WS(' ', a."tag_number", a."serial_number", a."barcode") AS "numbers",
  "search_words"(a."name" || ' ' || COALESCE(a."description", '') || ' ' || COALESCE(a."manufacturer", '') || ' '
      || COALESCE(a."model", '') || ' ' || COALESCE(a."location", ''),
    COALESCE(a."tag_number", '') || ' ' || COALESCE(a."serial_number", '') || ' ' || COALESCE(a."barcode", '')) AS "words",
  JSON_BUILD_OBJECT('tagNumber', a."tag_number", 'name', a."name", 'serialNumber', a."serial_number",
    'barcode', a."barcode", 'description', a."description", 'manufacturer', a."manufacturer", 'model', a."model",
    'location', a."location") AS "fields"
FROM "asset" a
UNION ALL
SELECT p."id", p."tenant_id", 'PART', p."sku" || ' ' || p."name", p."sku",
  "search_words"(p."name" || ' ' || COALESCE(p."description", ''), p."sku"),
  JSON_BUILD_OBJECT('sku', p."sku", 'name', p."name", 'description', p."description")
FROM "part" p
UNION ALL
SELECT w."id", w."tenant_id", 'WORK_ORDER', COALESCE(w."number" || ' ', '') || w."title", COALESCE(w."number", ''),
  "search_words"(w."title" || ' ' || COALESCE(w."description", ''), COALESCE(w."number", '')),
  JSON_BUILD_OBJECT('number', w."number", 'title', w."title", 'description', w."description")
FROM "work_order" w
UNION ALL
SELECT f."id", f."tenant_id", 'FAILURE_MODE', f."description", '',
  "search_words"(f."description" || ' ' || COALESCE(f."effect", '') || ' ' || COALESCE(f."cause", ''), ''),
  JSON_BUILD_OBJECT('description', f."description", 'effect', f."effect", 'cause', f."cause")
FROM "failure_mode" f;

-- The view's own expressions, so that its columns are found by these. The tenant stands in front: nobody's search
-- reads what is another's.
CREATE INDEX "asset_search_idx" ON "asset" USING GIN ("tenant_id",
  ("search_words"("name" || ' ' || COALESCE("description", '') || ' ' || COALESCE("manufacturer", '') || ' '
      || COALESCE("model", '') || ' ' || COALESCE("location", ''),
    COALESCE("tag_number", '') || ' ' || COALESCE("serial_number", '') || ' ' || COALESCE("barcode", ''))),
  (COALESCE("tag_number" || ' ', '') || "name") gin_trgm_ops);
CREATE INDEX "part_search_idx" ON "part" USING GIN ("tenant_id",
  ("search_words"("name" || ' ' || COALESCE("description", ''), "sku")), ("sku" || ' ' || "name") gin_trgm_ops);
CREATE INDEX "work_order_search_idx" ON "work_order" USING GIN ("tenant_id",
  ("search_words"("title" || ' ' || COALESCE("description", ''), COALESCE("number", ''))),
  (COALESCE("number" || ' ', '') || "title") gin_trgm_ops);
CREATE INDEX "failure_mode_search_idx" ON "failure_mode" USING GIN ("tenant_id",
  ("search_words"("description" || ' ' || COALESCE("effect", '') || ' ' || COALESCE("cause", ''), '')),
  "description" gin_trgm_ops);
