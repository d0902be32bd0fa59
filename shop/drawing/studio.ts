/** The little photo studio in which the example shop's things stand: wall, table, window light, and how to throw a pot. */

/** Width and height of every picture: the 1.91 to 1 of a Messenger card. */
export const frame = { width: 764, height: 400 };
/** Where things stand on the table. */
export const table = 322;

export interface Scene {
  /** No window light falls in. */
  readonly dark?: boolean;
  readonly wall: string;
  readonly wallLight: string;
  readonly table: string;
  readonly tableLight: string;
}

export const scenes = {
  linen: { wall: "#d9c7b2", wallLight: "#f4ebdf", table: "#b08a68", tableLight: "#d2b08c" },
  sage: { wall: "#b4bfae", wallLight: "#e2e8dc", table: "#a58a6c", tableLight: "#cdb393" },
  blush: { wall: "#deb9a6", wallLight: "#f7e4da", table: "#a9745b", tableLight: "#cf9d82" },
  mist: { wall: "#aebdc6", wallLight: "#e2eaee", table: "#a3937f", tableLight: "#cfc1ae" },
  evening: { wall: "#3d3a44", wallLight: "#6a6069", table: "#54402f", tableLight: "#83654b", dark: true },
  night: { wall: "#2c2d38", wallLight: "#4a4650", table: "#3f3128", tableLight: "#5f4a3a", dark: true },
} as const satisfies Readonly<Record<string, Scene>>;

/** A whole picture: things on a table before a wall, drawn in order. */
export function still(scene: Scene, ...things: readonly string[]): string {
  return picture(
    `<rect width="764" height="400" fill="${linear(["0", scene.wallLight], ["1", scene.wall])}"/>
${scene.dark ? "" : windowLight()}
<rect y="296" width="764" height="104" fill="${linear(["0", scene.tableLight], ["1", scene.table])}"/>
<rect y="296" width="764" height="2" fill="#fff" opacity=".25"/>`,
    ...things,
  );
}

const windowLight = (): string =>
  `<g opacity=".3" filter="${blur(7)}"><path d="M60 0h120l-92 300H-50zM205 0h120l-92 300h-128z" fill="#fff"/></g>`;

/** Things seen from nearer; they keep their place on the table. */
export const closer = (scale: number, ...things: readonly string[]): string =>
  `<g transform="translate(382 ${table}) scale(${scale}) translate(-382 -${table})">${things.join("")}</g>`;

/** A whole picture seen from above: things on a cloth. */
export function fromAbove(cloth: string, ...things: readonly string[]): string {
  const weave = Array.from({ length: 39 }, (_, n) => `M${n * 20} 0v400`).join("");
  return picture(
    `<rect width="764" height="400" fill="${cloth}"/><path d="${weave}" stroke="#fff" stroke-width="8" opacity=".06"/>
<rect width="764" height="400" fill="${radial("38%", "22%", "85%", ["0", "#fff", 0.32], ["1", "#3a2a1c", 0.26])}"/>`,
    ...things,
  );
}

/** An SVG document; the definitions that the things asked for come with it. */
function picture(...parts: readonly string[]): string {
  const document = `<svg xmlns="http://www.w3.org/2000/svg" width="764" height="400" viewBox="0 0 764 400"><defs>${definitions.join("")}</defs>${parts.join("\n")}</svg>`;
  definitions.length = 0;
  return document;
}

/** What one picture refers to; emptied when the picture is whole. */
const definitions: string[] = [];

function define(make: (id: string) => string): string {
  const id = `d${definitions.length}`;
  definitions.push(make(id));
  return `url(#${id})`;
}

type Stop = readonly [offset: string, color: string, opacity?: number];

const stopsOf = (stops: readonly Stop[]): string =>
  stops
    .map(([offset, color, opacity = 1]) => `<stop offset="${offset}" stop-color="${color}" stop-opacity="${opacity}"/>`)
    .join("");

/** A gradient from top to bottom, as a fill. */
export const linear = (...stops: readonly Stop[]): string =>
  define((id) => `<linearGradient id="${id}" x2="0" y2="1">${stopsOf(stops)}</linearGradient>`);

/** A gradient from left to right, as a fill. */
export const across = (...stops: readonly Stop[]): string =>
  define((id) => `<linearGradient id="${id}">${stopsOf(stops)}</linearGradient>`);

/** A gradient from a centre outwards, as a fill; places in percent of the shape. */
export const radial = (cx: string, cy: string, r: string, ...stops: readonly Stop[]): string =>
  define((id) => `<radialGradient id="${id}" cx="${cx}" cy="${cy}" r="${r}">${stopsOf(stops)}</radialGradient>`);

/** A blur of so many pixels, as a filter. */
export const blur = (pixels: number): string =>
  define(
    (id) =>
      `<filter id="${id}" x="-50%" y="-50%" width="200%" height="200%"><feGaussianBlur stdDeviation="${pixels}"/></filter>`,
  );

/** A clip to a path. */
export const clip = (path: string): string => define((id) => `<clipPath id="${id}"><path d="${path}"/></clipPath>`);

/** The shadow of something of this half-width that stands at a point; the light comes from the left. */
export const shadow = (cx: number, y: number, half: number, depth = 0.42): string =>
  `<g fill="#1d120a"><ellipse cx="${cx + half * 0.45}" cy="${y}" rx="${half * 1.35}" ry="${half * 0.17 + 3}" opacity="${depth * 0.7}" filter="${blur(9)}"/>
<ellipse cx="${cx + 3}" cy="${y}" rx="${half * 1.02}" ry="${half * 0.1 + 2}" opacity="${depth}" filter="${blur(3)}"/></g>`;

/** A row of numbers between 0 and 1 that is the same in every run. */
export function scatter(seed: number): () => number {
  let state = seed * 2_654_435_761 + 1;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 374_761_393) | 0;
    return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32;
  };
}
