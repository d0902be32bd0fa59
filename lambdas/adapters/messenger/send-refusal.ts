/** What the Send API's errors mean for the shop (https://developers.facebook.com/docs/messenger-platform/error-codes). */

export interface GraphError {
  readonly code: number;
  readonly error_subcode?: number | undefined;
  readonly message?: string | undefined;
}

/**
 * `said`: an error that means success. `later`: the same call may work soon. `token`: the Page token is not accepted.
 * `page`: nothing can be sent for this Page until somebody acts. `unreachable`: this person cannot be told now.
 * `refused`: these words are not accepted.
 */
export type RefusalClass = "said" | "later" | "token" | "page" | "unreachable" | "refused";

/** The class of an error, by code and subcode, then by either alone; unknown errors are tried again. */
export function classify(error: GraphError): RefusalClass {
  const subcode = error.error_subcode;
  return (
    (subcode === undefined ? undefined : (byBoth.get(`${error.code}/${subcode}`) ?? bySubcode.get(subcode))) ??
    byCode.get(error.code) ??
    "later"
  );
}

/** The name of an error in logs and on orders. */
export const nameOf = (error: GraphError): string =>
  error.error_subcode === undefined ? `${error.code}` : `${error.code}/${error.error_subcode}`;

const byBoth: ReadonlyMap<string, RefusalClass> = new Map<string, RefusalClass>([
  // "Invalid JSON reply" although everything was sent.
  ["1/1357046", "said"],
  // The Page may not send for a while.
  ["10/1893063", "page"],
  ["10/1404170", "unreachable"],
  ["10/1893015", "unreachable"],
  ["4/2018354", "unreachable"],
  ["9/2018352", "unreachable"],
  ["613/1893016", "unreachable"],
  // The Page itself is missing or not ours.
  ["100/33", "page"],
]);

const bySubcode: ReadonlyMap<number, RefusalClass> = new Map<number, RefusalClass>([
  // Outside the window in which a shop may write.
  [2018278, "unreachable"],
  [2534022, "unreachable"],
  [2018065, "unreachable"],
  // No such person, gone, or not to be disturbed.
  [2018001, "unreachable"],
  [2018108, "unreachable"],
  [1545041, "unreachable"],
  // Another app, or Meta's own assistant, leads the conversation.
  [2018300, "unreachable"],
  [2018321, "unreachable"],
  [2534037, "unreachable"],
]);

const byCode: ReadonlyMap<number, RefusalClass> = new Map<number, RefusalClass>([
  [1, "later"],
  [2, "later"],
  [4, "later"],
  [613, "later"],
  [1200, "later"],
  [10, "page"],
  [200, "page"],
  [368, "page"],
  [2022, "page"],
  [104, "token"],
  [190, "token"],
  [551, "unreachable"],
  [2018300, "unreachable"],
  [2018321, "unreachable"],
  [100, "refused"],
]);
