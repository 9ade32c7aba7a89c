import { Field, ObjectType } from 'type-graphql';
import { ErrorCode } from './error-code.ts';

@ObjectType({
  simpleResolvers: true,
  description: 'What is wrong with the input of a mutation, in a form to show beside the field.',
})
export class UserError {
  @Field(() => [String], {
    description:
      'Path of the field in the input, such as ["transfer", "toLocationId"]; empty for the input as a whole.',
  })
  field!: string[];

  @Field(() => ErrorCode, { description: 'Why it was refused.' })
  code!: ErrorCode;

  @Field(() => String, { description: 'A sentence for a person: the field and what is allowed.' })
  message!: string;
}
