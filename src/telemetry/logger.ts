import { pino, type Logger } from 'pino';

export type { Logger } from 'pino';

/** JSON lines on stdout, or sentences for a person where the output is a terminal. Keys and secrets never get in. */
export function createLogger(options: { level: string; pretty: boolean }): Logger {
  return pino({
    level: options.level,
    base: null,
    redact: ['apiKey', '*.apiKey', 'secret', '*.secret', 'headers.authorization'],
    ...(options.pretty
      ? {
          transport: {
            target: 'pino-pretty',
            options: { ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss', sync: true },
          },
        }
      : {}),
  });
}
