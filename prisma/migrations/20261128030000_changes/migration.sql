-- When each object last changed: its place among the positions of the tenant's log of events, so that one cursor serves
-- both. What stands in the replica already comes first, in no order of its own.
CREATE TABLE "object_change" (
    "tenant_id" TEXT NOT NULL,
    "object_id" TEXT NOT NULL,
    "position" BIGINT NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "is_deleted" BOOLEAN NOT NULL,

    CONSTRAINT "object_change_pkey" PRIMARY KEY ("tenant_id","object_id")
);

CREATE UNIQUE INDEX "object_change_tenant_id_position_key" ON "object_change"("tenant_id", "position");

INSERT INTO "object_change" ("tenant_id", "object_id", "position", "changed_at", "is_deleted")
SELECT o."tenant_id", o."id",
  COALESCE(h."position", 0) + ROW_NUMBER() OVER (PARTITION BY o."tenant_id" ORDER BY o."id"), NOW(), FALSE
FROM (
  SELECT "tenant_id", "id" FROM "asset"
  UNION ALL SELECT "tenant_id", "id" FROM "inspection"
  UNION ALL SELECT "tenant_id", "id" FROM "failure_mode"
  UNION ALL SELECT "tenant_id", "id" FROM "action"
  UNION ALL SELECT "tenant_id", "id" FROM "risk_assessment"
  UNION ALL SELECT "tenant_id", "id" FROM "alert"
  UNION ALL SELECT "tenant_id", "id" FROM "part"
  UNION ALL SELECT "tenant_id", "id" FROM "stock_location"
  UNION ALL SELECT "tenant_id", "id" FROM "stock_level"
  UNION ALL SELECT "tenant_id", "id" FROM "stock_movement"
  UNION ALL SELECT "tenant_id", "id" FROM "work_order"
  UNION ALL SELECT "tenant_id", "id" FROM "work_order_part"
  UNION ALL SELECT "tenant_id", "id" FROM "maintenance_record"
  UNION ALL SELECT "tenant_id", "id" FROM "tag"
  UNION ALL SELECT "tenant_id", "id" FROM "person"
  UNION ALL SELECT "tenant_id", "id" FROM "assignment"
  UNION ALL SELECT "tenant_id", "id" FROM "position"
  UNION ALL SELECT "tenant_id", "id" FROM "signal"
) o
LEFT JOIN "event_head" h ON h."tenant_id" = o."tenant_id";

INSERT INTO "event_head" ("tenant_id", "position")
SELECT "tenant_id", MAX("position") FROM "object_change" GROUP BY "tenant_id"
ON CONFLICT ("tenant_id") DO UPDATE SET "position" = EXCLUDED."position";
