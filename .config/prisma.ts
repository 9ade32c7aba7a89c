import { defineConfig } from 'prisma/config';

// Prisma looks for a native schema engine before every command. The commands used here (generate, validate, format)
// never run it, and migrations go through the engine's WebAssembly build: any executable satisfies the look-up.
process.env['PRISMA_SCHEMA_ENGINE_BINARY'] ??= process.execPath;

export default defineConfig({ schema: '../prisma/schema', migrations: { path: '../prisma/migrations' } });
