/** What control calls have ordered: mishaps of the API and of the webhooks, each for a number of times. */

/** A mishap of an API call. */
export interface ApiFault {
  readonly kind: "fail" | "slow" | "hang" | "reset-connection";
  /** Before Stripe does anything, or when it is done and the answer kept. */
  readonly when: "before" | "after";
  /** `POST /v1/checkout/sessions`, `/v1/refunds`: a part of method and path; all calls without it. */
  readonly match?: string | undefined;
  /** Milliseconds, for `slow`. */
  readonly ms?: number | undefined;
  /** The answer, for `fail`. */
  readonly status?: number | undefined;
  readonly code?: string | undefined;
  readonly body?: unknown;
  times: number;
}

/** A mishap of event deliveries; `type` narrows it, `checkout.session.*`. */
export interface DeliveryFault {
  readonly type?: string | undefined;
  /** Milliseconds, for `late`. */
  readonly ms?: number | undefined;
  /** For `twice`: the second is an event of its own with another id. */
  readonly newId?: boolean | undefined;
  times: number;
}

export interface Faults {
  api: ApiFault[];
  twice: DeliveryFault[];
  late: DeliveryFault[];
  /** Events still to be gathered before they go out in reverse. */
  disorder: number;
  /** Webhooks are held back. */
  hold: boolean;
}

/** Nothing goes wrong. */
export function noFaults(): Faults {
  return { api: [], twice: [], late: [], disorder: 0, hold: false };
}

/** Takes one use of the first fault that fits this call. */
export function takeApiFault(faults: Faults, call: string): ApiFault | undefined {
  return take(faults.api, (fault) => fault.match === undefined || call.includes(fault.match));
}

/** Takes one use of the first fault that fits this kind of event. */
export function takeDeliveryFault(list: DeliveryFault[], type: string): DeliveryFault | undefined {
  return take(list, (fault) => fault.type === undefined || fitsType(type, fault.type));
}

/** Whether a kind of event is meant: by its name, or by its beginning and a star. */
export function fitsType(type: string, wanted: string): boolean {
  return wanted.endsWith("*") ? type.startsWith(wanted.slice(0, -1)) : type === wanted;
}

function take<T extends { times: number }>(list: T[], fits: (fault: T) => boolean): T | undefined {
  const fault = list.find((candidate) => candidate.times > 0 && fits(candidate));
  if (fault !== undefined) fault.times -= 1;
  return fault;
}
