-- What is wrong with the data of the services, or contradicts itself: worked out when it is asked for, so that it is
-- gone as soon as its cause is. An issue keeps its id as long as it is the same thing about the same field.
CREATE VIEW "data_quality_issue" AS
SELECT 'dqi_' || SUBSTR(MD5(found."tenant_id" || ' ' || found."kind" || ' ' || found."subject" || ' ' || COALESCE(found."field", '')), 1, 26) AS "id",
  found."tenant_id", found."kind", found."severity",
  CASE found."severity" WHEN 'ERROR' THEN 3 WHEN 'WARNING' THEN 2 ELSE 1 END AS "weight",
  found."message", found."field", found."object_id",
  COALESCE(found."service", source."service") AS "service",
  COALESCE(found."external_id", source."external_id") AS "external_id",
  COALESCE(found."seen_at", source."observed_at") AS "detected_at"
FROM (
  SELECT q."tenant_id", 'UNREADABLE_RECORD' AS "kind", 'ERROR' AS "severity", NULL::TEXT AS "field",
    'A record of ' || q."resource" || ' can not be understood: ' || q."reason" AS "message",
    q."connection_id" || ' ' || q."resource" || ' ' || q."row_key" AS "subject",
    NULL::TEXT AS "object_id", c."service", q."row_key" AS "external_id", q."seen_at"
  FROM "quarantined_row" q JOIN "service_connection" c ON c."id" = q."connection_id"
  UNION ALL
  SELECT f."tenant_id", 'STATED_RPN_DIFFERS', 'WARNING', 'statedRpn',
    FORMAT('The service states an RPN of %s, but %s × %s × %s is %s', f."stated_rpn", f."severity", f."occurrence",
      f."detection", f."rpn"),
    f."id", f."id", NULL, NULL, NULL
  FROM "failure_mode" f WHERE f."stated_rpn" <> f."rpn"
  UNION ALL
  SELECT f."tenant_id", 'VALUE_OUT_OF_RANGE', 'ERROR', rating."field",
    FORMAT('%s is %s, and must be 1 to 10', rating."field", rating."value"), f."id", f."id", NULL, NULL, NULL
  FROM "failure_mode" f, LATERAL (VALUES ('severity', f."severity"), ('occurrence', f."occurrence"),
    ('detection', f."detection")) AS rating("field", "value")
  WHERE rating."value" NOT BETWEEN 1 AND 10
  UNION ALL
  SELECT r."tenant_id", 'VALUE_OUT_OF_RANGE', 'ERROR', category."field",
    FORMAT('%s is %s, and must be 1 to 5', category."field", category."value"), r."id", r."id", NULL, NULL, NULL
  FROM "risk_assessment" r, LATERAL (VALUES ('probabilityOfFailure', r."probability_of_failure"),
    ('consequenceOfFailure', r."consequence_of_failure")) AS category("field", "value")
  WHERE category."value" NOT BETWEEN 1 AND 5
  UNION ALL
  SELECT i."tenant_id", 'VALUE_OUT_OF_RANGE', 'ERROR', 'coveragePercent',
    FORMAT('coveragePercent is %s, and must be 0 to 100', TRIM_SCALE(i."coverage_percent")), i."id", i."id", NULL, NULL, NULL
  FROM "inspection" i WHERE i."coverage_percent" NOT BETWEEN 0 AND 100
  UNION ALL
  SELECT l."tenant_id", 'ON_HAND_DIFFERS', 'WARNING', 'onHand',
    FORMAT('The ledger comes to %s, but the service reports %s', TRIM_SCALE(l."on_hand"), TRIM_SCALE(l."reported_on_hand")),
    l."id", l."id", NULL, NULL, NULL
  FROM "stock_level" l WHERE l."reported_on_hand" <> l."on_hand"
  UNION ALL
  SELECT a."tenant_id", 'ASSET_NOT_REGISTERED', 'INFO', NULL,
    'It stands in no register: neither Reliatic nor Maint.io has a record of it', a."id", a."id", NULL, NULL, NULL
  FROM "asset" a
  WHERE NOT EXISTS (
      SELECT FROM "asset_identity" k JOIN "asset_record" r ON r."id" = k."record_id"
      WHERE k."tenant_id" = a."tenant_id" AND k."asset_id" = a."id" AND r."service" IN ('RELIATIC', 'MAINTIO'))
    AND EXISTS (
      SELECT FROM "service_connection" c WHERE c."tenant_id" = a."tenant_id" AND c."service" IN ('RELIATIC', 'MAINTIO'))
  UNION ALL
  SELECT named."tenant_id", 'UNRESOLVED_REFERENCE', 'WARNING', named."field",
    'It names an asset that the gateway does not know', named."id", named."id", NULL, NULL, NULL
  FROM (
    SELECT "tenant_id", "id", "asset_id", 'asset' AS "field" FROM "inspection"
    UNION ALL SELECT "tenant_id", "id", "asset_id", 'asset' FROM "failure_mode"
    UNION ALL SELECT "tenant_id", "id", "asset_id", 'asset' FROM "action"
    UNION ALL SELECT "tenant_id", "id", "asset_id", 'asset' FROM "risk_assessment"
    UNION ALL SELECT "tenant_id", "id", "asset_id", 'asset' FROM "maintenance_record"
    UNION ALL SELECT "tenant_id", "id", "asset_id", 'asset' FROM "work_order"
    UNION ALL SELECT "tenant_id", "id", "asset_id", 'asset' FROM "alert"
    UNION ALL SELECT "tenant_id", "id", "asset_id", 'asset' FROM "tag"
    UNION ALL SELECT "tenant_id", "id", "parent_id", 'parent' FROM "asset"
  ) named
  WHERE named."asset_id" IS NOT NULL AND NOT EXISTS (
    SELECT FROM "asset" a WHERE a."tenant_id" = named."tenant_id" AND a."id" = named."asset_id")
  UNION ALL
  SELECT a."tenant_id", 'UNRESOLVED_REFERENCE', 'WARNING', 'failureMode',
    'It names a failure mode that the gateway does not know', a."id", a."id", NULL, NULL, NULL
  FROM "action" a
  WHERE a."failure_mode_id" IS NOT NULL AND NOT EXISTS (
    SELECT FROM "failure_mode" f WHERE f."tenant_id" = a."tenant_id" AND f."id" = a."failure_mode_id")
  UNION ALL
  SELECT l."tenant_id", 'UNRESOLVED_REFERENCE', 'WARNING', 'part',
    'It names a part that the gateway does not know', l."id", l."id", NULL, NULL, NULL
  FROM "stock_level" l
  WHERE NOT EXISTS (SELECT FROM "part" p WHERE p."tenant_id" = l."tenant_id" AND p."id" = l."part_id")
  UNION ALL
  SELECT placed."tenant_id", 'UNRESOLVED_REFERENCE', 'WARNING', 'location',
    'It names a location that the gateway does not know', placed."id", placed."id", NULL, NULL, NULL
  FROM (
    SELECT "tenant_id", "id", "location_id" FROM "stock_level"
    UNION ALL SELECT "tenant_id", "id", "location_id" FROM "work_order" WHERE "location_id" IS NOT NULL
  ) placed
  WHERE NOT EXISTS (
    SELECT FROM "stock_location" p WHERE p."tenant_id" = placed."tenant_id" AND p."id" = placed."location_id")
) found
LEFT JOIN LATERAL (
  SELECT s."service", s."external_id", s."observed_at" FROM "source_record" s
  WHERE s."tenant_id" = found."tenant_id" AND s."object_id" = found."object_id" AND s."deleted_at" IS NULL
    AND s."kind" <> 'assetDetail'
  ORDER BY s."service", s."external_id" LIMIT 1
) source ON TRUE;
