/** Inputs that hold secrets: what graphql-js says of their faults quotes no value of them. */
import { Kind, type GraphQLError, type TypeNode } from 'graphql';

const secretInputs: ReadonlySet<string> = new Set(['ConnectServiceInput']);

/** What graphql-js says at the end of its message, where it quotes nothing. */
const quotesNothing = /; ((?:Field "\w+" (?:of required type|is not defined by)|Expected (?:type|non-nullable))[^;]*)$/;

/** Of the fault of a variable that holds secrets, the message without the value; null for any other error. */
export function messageWithoutSecrets({ message, nodes }: GraphQLError): string | null {
  const variable = nodes?.find((node) => node.kind === Kind.VARIABLE_DEFINITION);
  if (!variable || !secretInputs.has(nameOf(variable.type))) return null;
  const reason = quotesNothing.exec(message)?.[1] ?? 'A field has a value that is not of its type.';
  return `Variable "$${variable.variable.name.value}" is no ${nameOf(variable.type)}; ${reason}`;
}

const nameOf = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type));
