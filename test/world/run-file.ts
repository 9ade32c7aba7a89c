/**
 * How a test file runs: jest's own circus, over modules that Node loads once for all the files of a worker. Jest would
 * give each file a realm of its own, in which every module is compiled and evaluated anew: a second of processor time
 * and more, and a worker that grows by it. Nothing needs that here: no test replaces a module, and what a test opens
 * it closes.
 */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

type RunFile = (
  globalConfig: object,
  projectConfig: object,
  environment: object,
  runtime: object,
  path: string,
  report?: unknown,
) => Promise<object>;

const require = createRequire(import.meta.url);
const circus = require('jest-circus/runner') as { default: RunFile };

/** What circus asks of jest's runtime. */
const nodeItself = {
  requireInternalModule(path: string): unknown {
    // A file's tests, and who listens to them, are kept in circus and in its list of listeners: each file begins anew.
    Reflect.deleteProperty(require.cache, path);
    Reflect.deleteProperty(globalThis, Symbol.for('EVENT_HANDLERS'));
    return require(path);
  },
  requireModule: require,
  unstable_shouldLoadAsEsm: () => true,
  unstable_importModule: (path: string): Promise<unknown> => import(pathToFileURL(path).href),
  setGlobalsForRuntime: () => undefined,
  enterTestCode: () => undefined,
  leaveTestCode: () => undefined,
};

// By then a worker's heap is so large that to free it piece by piece would take longer than jest waits for its end.
process.once('beforeExit', () => process.exit());

const runFile: RunFile = (globalConfig, projectConfig, _environment, _runtime, path, report) => {
  // Jest has put its own source maps here, which know nothing of what tsx has made; Node's do.
  Reflect.deleteProperty(Error, 'prepareStackTrace');
  return circus.default(globalConfig, projectConfig, { global: globalThis }, nodeItself, path, report);
};

export default runFile;
