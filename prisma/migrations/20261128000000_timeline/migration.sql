-- What happened on an asset, whatever kind of record tells of it, with the moment and a sentence for each. Every branch
-- names tenant and asset by its own columns, so that a question about some assets goes down to each table's own index.
-- A row without any date has no place in time, and is here all the same: its sentence can still be asked for.
CREATE VIEW "timeline_entry" AS
SELECT i."id", i."tenant_id", i."asset_id", 'INSPECTION' AS "type",
  i."date"::TIMESTAMP AT TIME ZONE 'UTC' AS "occurred_at",
  'Inspection' || CASE i."type" WHEN 'UNKNOWN' THEN '' WHEN 'TOFD' THEN ' (TOFD)'
    ELSE ' (' || LOWER(REPLACE(i."type", '_', ' ')) || ')' END || ' by ' || i."inspector_name" AS "summary"
FROM "inspection" i
UNION ALL
SELECT m."id", m."tenant_id", m."asset_id", 'MAINTENANCE_RECORD', m."performed_at",
  COALESCE(NULLIF(TRIM(m."description"), ''), INITCAP(m."type"))
FROM "maintenance_record" m
UNION ALL
SELECT w."id", w."tenant_id", w."asset_id", 'WORK_ORDER',
  COALESCE(w."completed_at", w."created_at", w."updated_at", w."due_at"), w."title"
FROM "work_order" w
UNION ALL
SELECT a."id", a."tenant_id", a."asset_id", 'ACTION',
  COALESCE(s."version", a."due_date"::TIMESTAMP AT TIME ZONE 'UTC'), a."title"
FROM "action" a
LEFT JOIN "source_record" s ON s."tenant_id" = a."tenant_id" AND s."object_id" = a."id" AND s."kind" = 'action'
UNION ALL
SELECT l."id", l."tenant_id", l."asset_id", 'ALERT', l."escalated_at",
  l."title" || ' (escalation level ' || l."level" || ')'
FROM "alert" l
UNION ALL
SELECT r."id", r."tenant_id", r."asset_id", 'RISK_ASSESSMENT', r."assessed_at",
  'Risk ranked ' || r."cell" || ', ' || LOWER(REPLACE(r."level", '_', ' '))
FROM "risk_assessment" r;
