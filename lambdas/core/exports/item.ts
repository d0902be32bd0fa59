/** An item of any table as plain values, exact: what typed DynamoDB JSON says, without its types' letters. */

/** A number that a double would change: its text as DynamoDB wrote it (up to 38 digits). */
export class ExactNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A set of texts, numbers or bytes; DynamoDB keeps no order in it. */
export class ItemSet {
  readonly kind: "texts" | "numbers" | "bytes";
  readonly values: readonly ItemValue[];

  constructor(kind: ItemSet["kind"], values: readonly ItemValue[]) {
    this.kind = kind;
    this.values = values;
  }
}

/** One attribute. A number is a double only where the double says the same as DynamoDB's text. */
export type ItemValue =
  | string
  | number
  | ExactNumber
  | boolean
  | null
  | Uint8Array
  | ItemSet
  | readonly ItemValue[]
  | { readonly [name: string]: ItemValue };

/** Attribute names to values; made without a prototype, so that `__proto__` is a name like any other. */
export type Item = Readonly<Record<string, ItemValue>>;
