-- A machine may stand in several services: what each states of it, which of these records are one asset, and what a
-- person said about that. With them the records that only the other services have.

CREATE TABLE "asset_record" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "service" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "tag_number" TEXT,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "type" TEXT NOT NULL,
    "lifecycle" TEXT NOT NULL,
    "operational" TEXT NOT NULL,
    "manufacturer" TEXT,
    "model" TEXT,
    "serial_number" TEXT,
    "barcode" TEXT,
    "location" TEXT,
    "parent_record_id" TEXT,
    "remaining_life_years" DECIMAL(9,3),
    "tag_key" TEXT,
    "serial_key" TEXT,
    "barcode_key" TEXT,
    "name_key" TEXT,

    CONSTRAINT "asset_record_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "asset_identity" (
    "record_id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "asset_id" TEXT NOT NULL,

    CONSTRAINT "asset_identity_pkey" PRIMARY KEY ("record_id")
);

CREATE TABLE "identity_decision" (
    "tenant_id" TEXT NOT NULL,
    "record_id" TEXT NOT NULL,
    "other_id" TEXT NOT NULL,
    "verdict" TEXT NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "identity_decision_pkey" PRIMARY KEY ("tenant_id","record_id","other_id")
);

CREATE TABLE "field_precedence" (
    "tenant_id" TEXT NOT NULL,
    "field" TEXT NOT NULL,
    "services" TEXT[],

    CONSTRAINT "field_precedence_pkey" PRIMARY KEY ("tenant_id","field")
);

CREATE TABLE "work_order" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "service" TEXT NOT NULL,
    "number" TEXT,
    "title" TEXT NOT NULL,
    "description" TEXT,
    "status" TEXT NOT NULL,
    "priority" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "asset_id" TEXT,
    "asset_record_id" TEXT,
    "location_id" TEXT,
    "parent_id" TEXT,
    "due_at" TIMESTAMPTZ(3),
    "started_at" TIMESTAMPTZ(3),
    "completed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3),
    "estimated_hours" DECIMAL(12,3),
    "categories" JSONB NOT NULL,

    CONSTRAINT "work_order_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "work_order_assignee" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "work_order_id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,

    CONSTRAINT "work_order_assignee_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "work_order_part" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "work_order_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "quantity" DECIMAL(18,3) NOT NULL,
    "unit_cost_minor" BIGINT,
    "currency" TEXT,

    CONSTRAINT "work_order_part_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "maintenance_record" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "service" TEXT NOT NULL,
    "asset_id" TEXT NOT NULL,
    "asset_record_id" TEXT NOT NULL DEFAULT '',
    "type" TEXT NOT NULL,
    "description" TEXT,
    "performed_at" TIMESTAMPTZ(3) NOT NULL,
    "cost_minor" BIGINT,
    "currency" TEXT,

    CONSTRAINT "maintenance_record_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "tag" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "asset_id" TEXT,
    "asset_record_id" TEXT,

    CONSTRAINT "tag_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "person" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT,
    "role" TEXT,

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "assignment" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "asset_id" TEXT NOT NULL,
    "asset_record_id" TEXT NOT NULL DEFAULT '',
    "assigned_to_email" TEXT,
    "place" TEXT,
    "assigned_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "assignment_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "position" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "asset_id" TEXT NOT NULL,
    "asset_record_id" TEXT NOT NULL DEFAULT '',
    "latitude" DECIMAL(9,6) NOT NULL,
    "longitude" DECIMAL(9,6) NOT NULL,
    "accuracy_metres" DECIMAL(12,3),
    "reported_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "position_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "signal" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "asset_id" TEXT,
    "asset_record_id" TEXT,
    "device_id" TEXT,
    "origin" TEXT NOT NULL,
    "signal_type" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "numeric_value" DECIMAL(24,6),
    "text_value" TEXT,
    "boolean_value" BOOLEAN,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "signal_pkey" PRIMARY KEY ("id")
);

ALTER TABLE "asset" ADD COLUMN "parent_record_id" TEXT;
ALTER TABLE "inspection" ADD COLUMN "asset_record_id" TEXT NOT NULL DEFAULT '';
ALTER TABLE "failure_mode" ADD COLUMN "asset_record_id" TEXT NOT NULL DEFAULT '';
ALTER TABLE "action" ADD COLUMN "asset_record_id" TEXT NOT NULL DEFAULT '';
ALTER TABLE "risk_assessment" ADD COLUMN "asset_record_id" TEXT NOT NULL DEFAULT '';
ALTER TABLE "alert" ADD COLUMN "asset_record_id" TEXT;
ALTER TABLE "stock_location" ADD COLUMN "description" TEXT;
ALTER TABLE "stock_location" ADD COLUMN "address" TEXT;
ALTER TABLE "stock_location" ADD COLUMN "barcode" TEXT;
ALTER TABLE "stock_location" ADD COLUMN "parent_id" TEXT;
ALTER TABLE "service_connection" ADD COLUMN "organization_id" TEXT;

CREATE INDEX "asset_tenant_id_parent_record_id_idx" ON "asset"("tenant_id", "parent_record_id");
CREATE INDEX "asset_tenant_id_serial_number_id_idx" ON "asset"("tenant_id", "serial_number", "id");
CREATE INDEX "inspection_tenant_id_asset_record_id_idx" ON "inspection"("tenant_id", "asset_record_id");
CREATE INDEX "failure_mode_tenant_id_asset_record_id_idx" ON "failure_mode"("tenant_id", "asset_record_id");
CREATE INDEX "action_tenant_id_asset_record_id_idx" ON "action"("tenant_id", "asset_record_id");
CREATE INDEX "risk_assessment_tenant_id_asset_record_id_idx" ON "risk_assessment"("tenant_id", "asset_record_id");
CREATE INDEX "alert_tenant_id_asset_record_id_idx" ON "alert"("tenant_id", "asset_record_id");
CREATE INDEX "asset_record_tenant_id_tag_key_idx" ON "asset_record"("tenant_id", "tag_key");
CREATE INDEX "asset_record_tenant_id_serial_key_idx" ON "asset_record"("tenant_id", "serial_key");
CREATE INDEX "asset_record_tenant_id_barcode_key_idx" ON "asset_record"("tenant_id", "barcode_key");
CREATE INDEX "asset_record_tenant_id_name_key_idx" ON "asset_record"("tenant_id", "name_key");
CREATE INDEX "asset_identity_tenant_id_asset_id_idx" ON "asset_identity"("tenant_id", "asset_id");
CREATE INDEX "identity_decision_tenant_id_other_id_idx" ON "identity_decision"("tenant_id", "other_id");
CREATE INDEX "work_order_tenant_id_created_at_id_idx" ON "work_order"("tenant_id", "created_at", "id");
CREATE INDEX "work_order_tenant_id_asset_id_created_at_id_idx" ON "work_order"("tenant_id", "asset_id", "created_at", "id");
CREATE INDEX "work_order_tenant_id_asset_record_id_idx" ON "work_order"("tenant_id", "asset_record_id");
CREATE INDEX "work_order_tenant_id_status_due_at_idx" ON "work_order"("tenant_id", "status", "due_at");
CREATE INDEX "work_order_assignee_tenant_id_work_order_id_idx" ON "work_order_assignee"("tenant_id", "work_order_id");
CREATE INDEX "work_order_assignee_tenant_id_person_id_idx" ON "work_order_assignee"("tenant_id", "person_id");
CREATE INDEX "work_order_part_tenant_id_work_order_id_name_id_idx" ON "work_order_part"("tenant_id", "work_order_id", "name", "id");
CREATE INDEX "maintenance_record_tenant_id_performed_at_id_idx" ON "maintenance_record"("tenant_id", "performed_at", "id");
CREATE INDEX "maintenance_record_tenant_id_asset_id_performed_at_id_idx" ON "maintenance_record"("tenant_id", "asset_id", "performed_at", "id");
CREATE INDEX "maintenance_record_tenant_id_asset_record_id_idx" ON "maintenance_record"("tenant_id", "asset_record_id");
CREATE INDEX "tag_tenant_id_code_id_idx" ON "tag"("tenant_id", "code", "id");
CREATE INDEX "tag_tenant_id_asset_id_code_id_idx" ON "tag"("tenant_id", "asset_id", "code", "id");
CREATE INDEX "tag_tenant_id_asset_record_id_idx" ON "tag"("tenant_id", "asset_record_id");
CREATE INDEX "person_tenant_id_name_id_idx" ON "person"("tenant_id", "name", "id");
CREATE INDEX "person_tenant_id_email_idx" ON "person"("tenant_id", "email");
CREATE INDEX "assignment_tenant_id_asset_id_assigned_at_id_idx" ON "assignment"("tenant_id", "asset_id", "assigned_at", "id");
CREATE INDEX "assignment_tenant_id_asset_record_id_idx" ON "assignment"("tenant_id", "asset_record_id");
CREATE INDEX "position_tenant_id_asset_id_reported_at_id_idx" ON "position"("tenant_id", "asset_id", "reported_at", "id");
CREATE INDEX "position_tenant_id_asset_record_id_idx" ON "position"("tenant_id", "asset_record_id");
CREATE INDEX "signal_tenant_id_received_at_id_idx" ON "signal"("tenant_id", "received_at", "id");
CREATE INDEX "signal_tenant_id_asset_id_received_at_id_idx" ON "signal"("tenant_id", "asset_id", "received_at", "id");
CREATE INDEX "signal_tenant_id_asset_record_id_idx" ON "signal"("tenant_id", "asset_record_id");

-- What stands in the replica already was stated by one service alone: each asset is its own only record.
UPDATE "source_record" SET "kind" = 'location' WHERE "kind" = 'stockLocation';

INSERT INTO "asset_record" ("id", "tenant_id", "service", "external_id", "tag_number", "name", "description", "type",
  "lifecycle", "operational", "manufacturer", "model", "serial_number", "barcode", "location", "parent_record_id",
  "remaining_life_years", "tag_key", "serial_key", "barcode_key", "name_key")
SELECT a."id", a."tenant_id", s."service", s."external_id", a."tag_number", a."name", a."description", a."type",
  a."lifecycle", a."operational", a."manufacturer", a."model", a."serial_number", a."barcode", a."location", a."parent_id",
  a."remaining_life_years",
  NULLIF(REGEXP_REPLACE(UPPER(a."tag_number"), '[^A-Z0-9]', '', 'g'), ''),
  NULLIF(REGEXP_REPLACE(UPPER(a."serial_number"), '[^A-Z0-9]', '', 'g'), ''),
  NULLIF(REGEXP_REPLACE(UPPER(a."barcode"), '[^A-Z0-9]', '', 'g'), ''),
  NULLIF(REGEXP_REPLACE(UPPER(a."name"), '[^A-Z0-9]', '', 'g'), '')
FROM "asset" a
JOIN "source_record" s ON s."tenant_id" = a."tenant_id" AND s."object_id" = a."id" AND s."kind" = 'asset';

INSERT INTO "asset_identity" ("record_id", "tenant_id", "asset_id") SELECT "id", "tenant_id", "id" FROM "asset_record";
UPDATE "asset" SET "parent_record_id" = "parent_id";
UPDATE "inspection" SET "asset_record_id" = "asset_id";
UPDATE "failure_mode" SET "asset_record_id" = "asset_id";
UPDATE "action" SET "asset_record_id" = "asset_id";
UPDATE "risk_assessment" SET "asset_record_id" = "asset_id";
UPDATE "alert" SET "asset_record_id" = "asset_id";

-- Records of two services that have something in common and are not one asset, as long as nobody has said that they
-- are not. A tag number, serial number or barcode that two records share would link them by itself: where it did not,
-- there is more than one candidate, or the link would join what stands apart.
CREATE VIEW "identity_suggestion" AS
SELECT 'sug_' || SUBSTR(MD5(best."record_id" || ' ' || best."other_id"), 1, 26) AS "id", best.*
FROM (
  SELECT DISTINCT ON (pair."tenant_id", pair."record_id", pair."other_id")
    pair."tenant_id", pair."record_id", pair."other_id", one."asset_id", other."asset_id" AS "candidate_id",
    pair."reason", pair."score"
  FROM (
    SELECT shared."tenant_id", shared."record_id", shared."other_id", shared."reason",
      ROUND(shared."weight" / COUNT(*) OVER (
        PARTITION BY shared."record_id", shared."other_service", shared."reason"), 3) AS "score"
    FROM (
      SELECT a."tenant_id", a."id" AS "record_id", b."id" AS "other_id", b."service" AS "other_service",
        'TAG_NUMBER' AS "reason", 0.95 AS "weight"
      FROM "asset_record" a JOIN "asset_record" b
        ON b."tenant_id" = a."tenant_id" AND b."tag_key" = a."tag_key" AND b."service" > a."service"
      UNION ALL
      SELECT a."tenant_id", a."id", b."id", b."service", 'SERIAL_NUMBER', 0.9
      FROM "asset_record" a JOIN "asset_record" b
        ON b."tenant_id" = a."tenant_id" AND b."serial_key" = a."serial_key" AND b."service" > a."service"
      UNION ALL
      SELECT a."tenant_id", a."id", b."id", b."service", 'BARCODE', 0.85
      FROM "asset_record" a JOIN "asset_record" b
        ON b."tenant_id" = a."tenant_id" AND b."barcode_key" = a."barcode_key" AND b."service" > a."service"
      UNION ALL
      SELECT a."tenant_id", a."id", b."id", b."service", 'NAME', 0.6
      FROM "asset_record" a JOIN "asset_record" b
        ON b."tenant_id" = a."tenant_id" AND b."name_key" = a."name_key" AND b."service" > a."service"
    ) shared
  ) pair
  JOIN "asset_identity" one ON one."record_id" = pair."record_id"
  JOIN "asset_identity" other ON other."record_id" = pair."other_id"
  WHERE one."asset_id" <> other."asset_id" AND NOT EXISTS (
    SELECT FROM "identity_decision" d WHERE d."tenant_id" = pair."tenant_id"
      AND d."record_id" = LEAST(pair."record_id", pair."other_id")
      AND d."other_id" = GREATEST(pair."record_id", pair."other_id"))
  ORDER BY pair."tenant_id", pair."record_id", pair."other_id", pair."score" DESC, pair."reason"
) best;

-- People as a work order names them.
CREATE VIEW "work_order_person" AS
SELECT p.*, a."work_order_id" FROM "work_order_assignee" a
JOIN "person" p ON p."tenant_id" = a."tenant_id" AND p."id" = a."person_id";
