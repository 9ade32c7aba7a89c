import { MultiBar, type SingleBar } from 'cli-progress';
import { busyText, failureText, stoppedText, waitText, type SyncView } from './view.ts';

/** A bar for each resource of each service, drawn anew where it stands. */
export function barsView(stream: NodeJS.WritableStream): SyncView {
  const bars = new MultiBar({
    stream,
    format: '{service} {resource} {bar} {rows}',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 28,
    hideCursor: true,
    // Whether it is a terminal was asked before.
    noTTYOutput: true,
  });
  const barByName = new Map<string, SingleBar>();
  const barOf = (service: string, resource: string): SingleBar => {
    const name = `${service}/${resource}`;
    const known = barByName.get(name);
    if (known) return known;
    const bar = bars.create(1, 0, { service: service.padEnd(11), resource: resource.padEnd(17), rows: '' });
    barByName.set(name, bar);
    return bar;
  };
  const say = (text: string) => bars.log(`${text}\n`);
  return {
    page(service, { resource, rows, total }) {
      const bar = barOf(service, resource);
      // Where nobody has counted them, the bar stays half full until the last page.
      bar.setTotal(total === null ? Math.max(1, rows * 2) : Math.max(1, total, rows));
      bar.update(rows, { rows: total === null ? `${rows} rows` : `${rows} of ${Math.max(total, rows)} rows` });
    },
    passed(service, { resource, rows, changed }) {
      const bar = barOf(service, resource);
      bar.setTotal(Math.max(1, rows));
      bar.update(Math.max(1, rows), { rows: `${rows} rows, ${changed} new or changed` });
    },
    waits: (service, ms) => say(waitText(service, ms)),
    busy: (service, resource) => say(busyText(service, resource)),
    failed: (service, diagnosis) => say(failureText(service, diagnosis)),
    stopped: () => say(stoppedText),
    close: () => {
      // What was said last is drawn with the next round of the bars, and there is none after the stop.
      bars.update();
      bars.stop();
    },
  };
}
