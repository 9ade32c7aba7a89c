-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "command" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "service" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "idempotency_key" TEXT,
    "input_hash" TEXT NOT NULL,
    "input" JSONB NOT NULL,
    "outcome" JSONB,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "upstream_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "command_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "event_head" (
    "tenant_id" TEXT NOT NULL,
    "position" BIGINT NOT NULL,

    CONSTRAINT "event_head_pkey" PRIMARY KEY ("tenant_id")
);

-- CreateTable
CREATE TABLE "event" (
    "tenant_id" TEXT NOT NULL,
    "position" BIGINT NOT NULL,
    "type" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "payload" JSONB NOT NULL,
    "dedupe_key" TEXT NOT NULL,

    CONSTRAINT "event_pkey" PRIMARY KEY ("tenant_id","position")
);

-- CreateTable
CREATE TABLE "source_record" (
    "tenant_id" TEXT NOT NULL,
    "service" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "object_id" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "hash" TEXT NOT NULL,
    "version" TIMESTAMPTZ(3),
    "observed_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "via" TEXT NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "source_record_pkey" PRIMARY KEY ("tenant_id","service","kind","external_id")
);

-- CreateTable
CREATE TABLE "asset" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
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
    "parent_id" TEXT,
    "remaining_life_years" DECIMAL(9,3),

    CONSTRAINT "asset_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "inspection" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "asset_id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "date" DATE NOT NULL,
    "inspector_name" TEXT NOT NULL,
    "effectiveness" TEXT NOT NULL,
    "coverage_percent" DECIMAL(6,3),
    "thickness_mm" DECIMAL(9,3),

    CONSTRAINT "inspection_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "failure_mode" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "asset_id" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "effect" TEXT,
    "cause" TEXT,
    "severity" INTEGER NOT NULL,
    "occurrence" INTEGER NOT NULL,
    "detection" INTEGER NOT NULL,
    "rpn" INTEGER NOT NULL,
    "stated_rpn" INTEGER,
    "priority" TEXT NOT NULL,

    CONSTRAINT "failure_mode_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "action" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "asset_id" TEXT NOT NULL,
    "failure_mode_id" TEXT,
    "title" TEXT NOT NULL,
    "description" TEXT,
    "status" TEXT NOT NULL,
    "priority" TEXT NOT NULL,
    "assignee_id" TEXT,
    "due_date" DATE,

    CONSTRAINT "action_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "risk_assessment" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "asset_id" TEXT NOT NULL,
    "probability_of_failure" INTEGER NOT NULL,
    "consequence_of_failure" INTEGER NOT NULL,
    "cell" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "matrix_version" TEXT NOT NULL,
    "assessed_at" TIMESTAMPTZ(3) NOT NULL,
    "is_current" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "risk_assessment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alert" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "asset_id" TEXT,
    "action_id" TEXT,
    "title" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "level" INTEGER NOT NULL,
    "escalated_to" TEXT,
    "sla_due_at" TIMESTAMPTZ(3),
    "escalated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "alert_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "part" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "sku" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "unit" TEXT,
    "reorder_point" DECIMAL(18,3),
    "unit_cost_minor" BIGINT,
    "currency" TEXT,
    "on_hand" DECIMAL(18,3) NOT NULL DEFAULT 0,
    "average_cost_minor" DECIMAL(24,6),
    "is_low" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "part_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stock_location" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "stock_location_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stock_level" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "part_id" TEXT NOT NULL,
    "location_id" TEXT NOT NULL,
    "on_hand" DECIMAL(18,3) NOT NULL DEFAULT 0,
    "reported_on_hand" DECIMAL(18,3),

    CONSTRAINT "stock_level_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stock_movement" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "part_id" TEXT NOT NULL,
    "location_id" TEXT NOT NULL,
    "quantity" DECIMAL(18,3) NOT NULL,
    "unit_cost_minor" BIGINT,
    "currency" TEXT,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "sequence" BIGINT NOT NULL,

    CONSTRAINT "stock_movement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stock_notice" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "part_id" TEXT NOT NULL,
    "location_id" TEXT,
    "on_hand" DECIMAL(18,3) NOT NULL,
    "told_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "stock_notice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stock_watch" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "fired" INTEGER NOT NULL DEFAULT 0,
    "confirmed" INTEGER NOT NULL DEFAULT 0,
    "is_low" BOOLEAN NOT NULL DEFAULT false,
    "total" DECIMAL(18,3) NOT NULL DEFAULT 0,
    "value" DECIMAL(24,0) NOT NULL DEFAULT 0,
    "last_sequence" BIGINT NOT NULL DEFAULT -1,

    CONSTRAINT "stock_watch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "resource_sync" (
    "connection_id" TEXT NOT NULL,
    "resource" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "position" TEXT,
    "pass_started_at" TIMESTAMPTZ(3),
    "completed_at" TIMESTAMPTZ(3),
    "baseline_at" TIMESTAMPTZ(3),
    "rows" INTEGER NOT NULL DEFAULT 0,
    "last_external_id" TEXT,

    CONSTRAINT "resource_sync_pkey" PRIMARY KEY ("connection_id","resource")
);

-- CreateTable
CREATE TABLE "quarantined_row" (
    "connection_id" TEXT NOT NULL,
    "resource" TEXT NOT NULL,
    "row_key" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "reason" TEXT NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "quarantined_row_pkey" PRIMARY KEY ("connection_id","resource","row_key")
);

-- CreateTable
CREATE TABLE "tenant" (
    "id" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "tenant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_key" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "access" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "service_connection" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "service" TEXT NOT NULL,
    "base_url" TEXT NOT NULL,
    "sealed_api_key" BYTEA NOT NULL,
    "sealed_webhook_secret" BYTEA,
    "currency" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "service_connection_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "connection_health" (
    "connection_id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "last_sweep_at" TIMESTAMPTZ(3),
    "last_error" TEXT,
    "last_error_at" TIMESTAMPTZ(3),
    "rate_limit" INTEGER,
    "rate_remaining" INTEGER,
    "rate_resets_at" TIMESTAMPTZ(3),

    CONSTRAINT "connection_health_pkey" PRIMARY KEY ("connection_id")
);

-- CreateTable
CREATE TABLE "webhook_receipt" (
    "connection_id" TEXT NOT NULL,
    "dedupe_key" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "body" BYTEA NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "webhook_receipt_pkey" PRIMARY KEY ("connection_id","dedupe_key")
);

-- CreateIndex
CREATE INDEX "command_tenant_id_created_at_idx" ON "command"("tenant_id", "created_at");

-- CreateIndex
CREATE INDEX "command_tenant_id_service_upstream_id_idx" ON "command"("tenant_id", "service", "upstream_id");

-- CreateIndex
CREATE UNIQUE INDEX "command_tenant_id_idempotency_key_key" ON "command"("tenant_id", "idempotency_key");

-- CreateIndex
CREATE UNIQUE INDEX "event_tenant_id_dedupe_key_key" ON "event"("tenant_id", "dedupe_key");

-- CreateIndex
CREATE INDEX "source_record_tenant_id_object_id_idx" ON "source_record"("tenant_id", "object_id");

-- CreateIndex
CREATE INDEX "asset_tenant_id_tag_number_id_idx" ON "asset"("tenant_id", "tag_number", "id");

-- CreateIndex
CREATE INDEX "asset_tenant_id_name_id_idx" ON "asset"("tenant_id", "name", "id");

-- CreateIndex
CREATE INDEX "asset_tenant_id_parent_id_tag_number_id_idx" ON "asset"("tenant_id", "parent_id", "tag_number", "id");

-- CreateIndex
CREATE INDEX "inspection_tenant_id_asset_id_date_id_idx" ON "inspection"("tenant_id", "asset_id", "date", "id");

-- CreateIndex
CREATE INDEX "inspection_tenant_id_date_id_idx" ON "inspection"("tenant_id", "date", "id");

-- CreateIndex
CREATE INDEX "failure_mode_tenant_id_asset_id_rpn_id_idx" ON "failure_mode"("tenant_id", "asset_id", "rpn", "id");

-- CreateIndex
CREATE INDEX "failure_mode_tenant_id_rpn_id_idx" ON "failure_mode"("tenant_id", "rpn", "id");

-- CreateIndex
CREATE INDEX "action_tenant_id_asset_id_due_date_id_idx" ON "action"("tenant_id", "asset_id", "due_date", "id");

-- CreateIndex
CREATE INDEX "action_tenant_id_failure_mode_id_due_date_id_idx" ON "action"("tenant_id", "failure_mode_id", "due_date", "id");

-- CreateIndex
CREATE INDEX "action_tenant_id_due_date_id_idx" ON "action"("tenant_id", "due_date", "id");

-- CreateIndex
CREATE INDEX "risk_assessment_tenant_id_asset_id_assessed_at_id_idx" ON "risk_assessment"("tenant_id", "asset_id", "assessed_at", "id");

-- CreateIndex
CREATE INDEX "risk_assessment_tenant_id_assessed_at_id_idx" ON "risk_assessment"("tenant_id", "assessed_at", "id");

-- CreateIndex
CREATE INDEX "alert_tenant_id_escalated_at_id_idx" ON "alert"("tenant_id", "escalated_at", "id");

-- CreateIndex
CREATE INDEX "alert_tenant_id_asset_id_escalated_at_id_idx" ON "alert"("tenant_id", "asset_id", "escalated_at", "id");

-- CreateIndex
CREATE INDEX "part_tenant_id_sku_id_idx" ON "part"("tenant_id", "sku", "id");

-- CreateIndex
CREATE INDEX "part_tenant_id_name_id_idx" ON "part"("tenant_id", "name", "id");

-- CreateIndex
CREATE INDEX "stock_location_tenant_id_name_id_idx" ON "stock_location"("tenant_id", "name", "id");

-- CreateIndex
CREATE INDEX "stock_level_tenant_id_part_id_location_id_idx" ON "stock_level"("tenant_id", "part_id", "location_id");

-- CreateIndex
CREATE INDEX "stock_level_tenant_id_location_id_part_id_idx" ON "stock_level"("tenant_id", "location_id", "part_id");

-- CreateIndex
CREATE INDEX "stock_movement_tenant_id_part_id_recorded_at_sequence_idx" ON "stock_movement"("tenant_id", "part_id", "recorded_at", "sequence");

-- CreateIndex
CREATE INDEX "stock_movement_tenant_id_recorded_at_id_idx" ON "stock_movement"("tenant_id", "recorded_at", "id");

-- CreateIndex
CREATE INDEX "stock_notice_tenant_id_part_id_idx" ON "stock_notice"("tenant_id", "part_id");

-- CreateIndex
CREATE INDEX "stock_watch_tenant_id_idx" ON "stock_watch"("tenant_id");

-- CreateIndex
CREATE INDEX "quarantined_row_tenant_id_idx" ON "quarantined_row"("tenant_id");

-- CreateIndex
CREATE UNIQUE INDEX "tenant_slug_key" ON "tenant"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "api_key_hash_key" ON "api_key"("hash");

-- CreateIndex
CREATE INDEX "api_key_tenant_id_idx" ON "api_key"("tenant_id");

-- CreateIndex
CREATE UNIQUE INDEX "service_connection_tenant_id_service_key" ON "service_connection"("tenant_id", "service");

-- CreateIndex
CREATE INDEX "connection_health_tenant_id_idx" ON "connection_health"("tenant_id");

-- CreateIndex
CREATE INDEX "webhook_receipt_tenant_id_received_at_idx" ON "webhook_receipt"("tenant_id", "received_at");

-- AddForeignKey
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "service_connection" ADD CONSTRAINT "service_connection_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE CASCADE ON UPDATE CASCADE;
