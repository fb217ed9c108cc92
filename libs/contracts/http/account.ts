import { type Static, Type } from 'typebox';
import { AccountId, MsatText, Timestamp } from './shared.js';

export const NewAccount = Type.Object(
  {
    name: Type.Optional(Type.String({ maxLength: 100, description: 'For humans; need not be unique.' })),
  },
  { title: 'NewAccount', additionalProperties: false, examples: [{ name: 'Analysts' }] },
);

export const CreatedAccount = Type.Object(
  {
    accountId: AccountId,
    credential: Type.String({ description: 'Shown once. Presented as `Authorization: Bearer <credential>`.' }),
  },
  { title: 'CreatedAccount' },
);
export type CreatedAccount = Static<typeof CreatedAccount>;

export const Account = Type.Object(
  { accountId: AccountId, name: Type.String(), balanceMsat: MsatText, createdAt: Timestamp },
  { title: 'Account' },
);
export type Account = Static<typeof Account>;
