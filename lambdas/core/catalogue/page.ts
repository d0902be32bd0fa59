/** Long rows of things, dealt out to carousels: a full row, or all but one place and the way to the rest. */

export interface Page<Item> {
  readonly items: readonly Item[];
  /** What comes after this page; 0 on the last. */
  readonly left: number;
  readonly number: number;
}

/** The page of that number, counted from 1; past the end, the last one. A page that is not the last leaves one place. */
export function pageOf<Item>(items: readonly Item[], number: number, places: number): Page<Item> {
  const full = places - 1;
  const last = Math.max(1, Math.ceil((items.length - 1) / full));
  const shown = Math.min(Math.max(1, Math.floor(number)), last);
  const start = (shown - 1) * full;
  const end = shown === last ? items.length : start + full;
  return { items: items.slice(start, end), left: items.length - end, number: shown };
}
