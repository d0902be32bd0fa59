/** Gives memory back before it is found to be garbage: until then a lot more would be taken, and tidied up often. */
import { isMarkedAsUntransferable } from "node:worker_threads";

/** To be called for bytes that nobody reads or writes any more, and that fill their buffer; others are left alone. */
export function release({ buffer, byteLength }: Uint8Array): void {
  if (!(buffer instanceof ArrayBuffer) || buffer.byteLength !== byteLength || byteLength < worthwhile) return;
  // Node keeps small pieces together in buffers of its own, which it marks.
  if (!isMarkedAsUntransferable(buffer)) buffer.transfer(0);
}

/** Small pieces cost more than they bring. */
const worthwhile = 64 * 1024;
