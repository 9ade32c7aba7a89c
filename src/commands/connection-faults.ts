/** What can be wrong with the settings of a connection before the service is asked. */
import { z } from 'zod';
import type { Service } from '../domain/records.ts';
import { addressLike } from '../upstream/diagnosis.ts';
import type { UserError } from './failure.ts';

const longest = 2_000;
const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));
const visible = /^[\x21-\x7e]+$/;
const visibleForm = `must be 1 to ${longest} letters, digits and signs of ASCII, without spaces`;
const visibleText = z.string().max(longest, visibleForm).regex(visible, visibleForm);
const secretForm = `must be 1 to ${longest} characters, none of them NUL`;

/** What is left out stays as it is; null is what a new connection has: the vendor's own, or none. */
export interface GivenSettings {
  service: Service;
  apiKey: string;
  baseUrl?: string | null;
  webhookSecret?: string | null;
  organizationId?: string | null;
  currency?: string | null;
}

/** Every setting at fault, each once. @param isAddressKnown false where neither the input nor anything else says it. */
export function connectionFaults(given: GivenSettings, isAddressKnown: boolean): UserError[] {
  const { service } = given;
  const like = addressLike[service];
  const shape = z.object({
    apiKey: visibleText,
    baseUrl: z.string().refine(isAddress, `must be a URL such as ${like}: ${addressForm}`).nullish(),
    webhookSecret: webhookSecretOf(service).nullish(),
    organizationId: organizationOf(service).nullish(),
    currency: z
      .string()
      .refine((code) => currencies.has(code), 'must be a currency of ISO 4217, such as USD')
      .nullish(),
  });
  const issues = shape.safeParse(given).error?.issues ?? [];
  const messages = new Map(issues.map(({ path, message }) => [String(path[0]), message]));
  if (!isAddressKnown) messages.set('baseUrl', `is needed: ${service} has no address for all, but one such as ${like}`);
  return [...messages].map(([field, message]) => ({
    field: [field],
    code: 'BAD_USER_INPUT',
    message: `${field} ${message}`,
  }));
}

const addressForm = 'https, on this machine also http, and without a user, a query or a fragment';

/** What stands in the graph for everybody to read, and is where the key is sent. */
function isAddress(text: string): boolean {
  if (text.length > longest || !URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  const isSafe = protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
  return isSafe && username === '' && password === '' && !/[?#\s]/.test(text);
}

const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);

const webhookSecretOf = (service: Service) =>
  service === 'MAINTIO'
    ? z.never('is of no use: MAINTIO sends no webhooks')
    : z
        .string()
        .min(1, secretForm)
        .max(longest, secretForm)
        .refine((secret) => !secret.includes('\0'), secretForm);

const organizationOf = (service: Service) =>
  service === 'MAINTAINX' ? visibleText : z.never(`is of no use: a key of ${service} is good for one organization`);
