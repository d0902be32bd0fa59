/** A picture as a PNG of few colours, a quarter of the weight of one with all of them. */
import { crc32, deflateSync } from "node:zlib";
import { PNG } from "pngjs";

type Color = readonly [red: number, green: number, blue: number];

/** The same picture with the 144 colours that serve it best; opaque pictures only. */
export function smallPng(bytes: Buffer): Buffer {
  const { width, height, data } = PNG.sync.read(bytes);
  const pixels = Array.from(
    { length: width * height },
    (_, n): Color => [data[n * 4] ?? 0, data[n * 4 + 1] ?? 0, data[n * 4 + 2] ?? 0],
  );
  const palette = paletteOf(pixels);
  const nearest = new Map<number, number>();
  const rows = Buffer.alloc((width + 1) * height);
  for (const [n, pixel] of pixels.entries()) {
    const key = (pixel[0] << 16) | (pixel[1] << 8) | pixel[2];
    const index = nearest.get(key) ?? nearestIn(palette, pixel);
    nearest.set(key, index);
    rows[n + Math.floor(n / width) + 1] = index;
  }
  return encode(width, height, palette, rows);
}

/** Median cut: the box of colours with the widest spread is halved until there are enough. */
function paletteOf(pixels: readonly Color[]): readonly Color[] {
  const boxes: Box[] = [boxOf([...pixels])];
  while (boxes.length < 144) {
    const widest = boxes.reduce((one, other) => (other.weight > one.weight ? other : one));
    if (widest.weight === 0) break;
    const sorted = widest.colors.sort((one, other) => one[widest.channel] - other[widest.channel]);
    const middle = splitPoint(sorted, widest.channel);
    boxes.splice(boxes.indexOf(widest), 1, boxOf(sorted.slice(0, middle)), boxOf(sorted.slice(middle)));
  }
  return boxes.map(({ colors }) => meanOf(colors));
}

interface Box {
  readonly colors: Color[];
  readonly channel: 0 | 1 | 2;
  /** How much is to be won by halving it. */
  readonly weight: number;
}

function boxOf(colors: Color[]): Box {
  const spread = ([0, 1, 2] as const).map((channel) => {
    let least = 255;
    let most = 0;
    for (const color of colors) {
      least = Math.min(least, color[channel]);
      most = Math.max(most, color[channel]);
    }
    return { channel, range: most - least };
  });
  const widest = spread.reduce((one, other) => (other.range > one.range ? other : one));
  // Small areas of strong colour (a ring, a beak) count beside large quiet walls, hence the root.
  return { colors, channel: widest.channel, weight: widest.range * Math.sqrt(colors.length) };
}

/** Halfway between the extremes and the median: neither rare colours nor large areas are lost. */
function splitPoint(sorted: readonly Color[], channel: 0 | 1 | 2): number {
  const least = sorted[0]?.[channel] ?? 0;
  const most = sorted.at(-1)?.[channel] ?? 0;
  const median = sorted[sorted.length >> 1]?.[channel] ?? 0;
  const at = ((least + most) / 2 + median) / 2;
  const point = sorted.findIndex((color) => color[channel] > at);
  return Math.min(Math.max(point, 1), sorted.length - 1);
}

function meanOf(colors: readonly Color[]): Color {
  const sum = [0, 0, 0];
  for (const color of colors)
    for (const channel of [0, 1, 2] as const) sum[channel] = (sum[channel] ?? 0) + color[channel];
  const mean = (total: number | undefined): number => Math.round((total ?? 0) / colors.length);
  return [mean(sum[0]), mean(sum[1]), mean(sum[2])];
}

function nearestIn(palette: readonly Color[], [red, green, blue]: Color): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const [index, color] of palette.entries()) {
    const distance = (color[0] - red) ** 2 * 2 + (color[1] - green) ** 2 * 4 + (color[2] - blue) ** 2;
    if (distance < least) {
      least = distance;
      best = index;
    }
  }
  return best;
}

/** https://www.w3.org/TR/png-3/: colour type 3 (indexed), 8 bits, no filter. */
function encode(width: number, height: number, palette: readonly Color[], rows: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("PLTE", Buffer.from(palette.flat())),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
