/** Gives memory back before it is found to be garbage: until then a lot more would be taken, and tidied up often. */

/** To be called for bytes that nobody reads any more; those that share a buffer with others are left alone. */
export function release({ buffer, byteLength }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength && byteLength >= worthwhile) buffer.transfer(0);
}

/** Small pieces cost more than they bring. */
const worthwhile = 64 * 1024;
