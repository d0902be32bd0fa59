/** Whether a file is a picture that a Messenger card shows well: PNG or JPEG, 1.91:1, not too heavy. */
import type { CellProblem } from "./feed-texts.ts";

/** https://developers.facebook.com/docs/messenger-platform/send-messages/template/generic: others are cropped. */
const cardRatio = 1.91;
/** A function's answer holds 6 MB at most, and base64 makes a third more of it. */
const mostBytes = 4_000_000;

/** What is wrong with a picture's bytes, if anything; a wrong shape is harmless, a wrong format is not. */
export function checkPicture(bytes: Uint8Array): CellProblem | undefined {
  const size = sizeOfPng(bytes) ?? sizeOfJpeg(bytes);
  if (!size) {
    return {
      what: "the picture is neither PNG nor JPEG.",
      mend: "Save it as PNG or JPEG; renaming the file is not enough.",
    };
  }
  if (bytes.length > mostBytes) {
    return {
      what: `the picture weighs ${Math.ceil(bytes.length / 1_000_000)} MB; phones would wait long, and over 4 MB it cannot be sent.`,
      mend: "Save it smaller: 1200 by 628 pixels are plenty.",
    };
  }
  const ratio = size.width / size.height;
  if (Math.abs(ratio / cardRatio - 1) <= 0.02) return undefined;
  return {
    what: `the picture is ${size.width} by ${size.height} pixels: a card shows 1.91 to 1 and crops the rest.`,
    mend: `Make it ${size.width} by ${Math.round(size.width / cardRatio)} pixels.`,
    harmless: true,
  };
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The IHDR chunk comes first (https://www.w3.org/TR/png-3/#11IHDR). */
function sizeOfPng(bytes: Uint8Array): Size | undefined {
  const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
  if (bytes.length < 24 || signature.some((byte, index) => bytes[index] !== byte)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return sizeOf(view.getUint32(16), view.getUint32(20));
}

/** The first start-of-frame segment holds the size (ITU-T T.81, B.2.2). */
function sizeOfJpeg(bytes: Uint8Array): Size | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 2;
  while (at + 9 < bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return sizeOf(view.getUint16(at + 7), view.getUint16(at + 5));
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  return undefined;
}

const sizeOf = (width: number, height: number): Size | undefined =>
  width > 0 && height > 0 ? { width, height } : undefined;
