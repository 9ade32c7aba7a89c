/** How a sync tells what it does: bars for a person at a terminal, lines for a log, JSON for a machine. */
import type { Service } from '../../domain/records.ts';
import type { PageReport, PassOutcome } from '../../sync/pass/page.ts';
import type { Diagnosis } from '../../upstream/diagnosis.ts';

export interface SyncView {
  page(service: Service, page: PageReport): void;
  passed(service: Service, outcome: PassOutcome): void;
  /** The service's limit asks for a pause. */
  waits(service: Service, ms: number): void;
  /** Another process, such as the gateway, reads the resource: this one waits for it. */
  busy(service: Service, resource: string): void;
  failed(service: Service, diagnosis: Diagnosis): void;
  stopped(): void;
  /** Everything is said. */
  close(): void;
}

type Print = (line: string) => void;

export const stoppedText = 'Stopped. The next sync goes on where this one was.';

/** A line for what is done, and none for what is under way. */
export function plainView(print: Print): SyncView {
  return {
    page: () => undefined,
    passed: (service, { resource, rows, changed, deleted }) =>
      print(`${service} ${resource}: ${rows} rows read, ${changed} new or changed, ${deleted} gone`),
    waits: (service, ms) => print(waitText(service, ms)),
    busy: (service, resource) => print(busyText(service, resource)),
    failed: (service, diagnosis) => print(failureText(service, diagnosis)),
    stopped: () => print(stoppedText),
    close: () => undefined,
  };
}

/** An object a line. */
export function jsonView(print: Print): SyncView {
  const tell = (event: string, fields: object = {}) => print(JSON.stringify({ event, ...fields }));
  return {
    page: (service, page) => tell('page', { service, ...page }),
    passed: (service, outcome) => tell('pass', { service, ...outcome }),
    waits: (service, ms) => tell('wait', { service, ms }),
    busy: (service, resource) => tell('busy', { service, resource }),
    failed: (service, diagnosis) => tell('failure', { service, ...diagnosis }),
    stopped: () => tell('stopped'),
    close: () => undefined,
  };
}

export const waitText = (service: Service, ms: number): string =>
  `${service} asks for patience: ${Math.ceil(ms / 1000)} s`;
export const busyText = (service: Service, resource: string): string =>
  `${service} ${resource} is being read by another process, such as the gateway; waiting for it`;
export const failureText = (service: Service, { cause, remedy }: Diagnosis): string =>
  `${service} FAILED: ${cause}. To mend it: ${remedy}.`;
