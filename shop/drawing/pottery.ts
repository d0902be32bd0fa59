/** Pots thrown on a wheel: a profile turned round an axis, glazed, speckled and lit from the left. */
import { across, blur, clip, scatter, shadow } from "./studio.ts";

/** Half-width and height above the foot. */
export type Ring = readonly [radius: number, height: number];

export type Point = readonly [x: number, y: number];

export interface Pot {
  readonly cx: number;
  /** Where its foot stands. */
  readonly y: number;
  /** From the foot to the rim. */
  readonly profile: readonly Ring[];
  readonly clay: string;
  /** Inside the rim; absent: closed on top. */
  readonly inside?: string;
  /** A second colour from a height up or down, with a wavy border. */
  readonly glaze?: { readonly color: string; readonly from: number; readonly to: number };
  readonly speckles?: { readonly color: string; readonly count: number };
  /** Matt clay shines less. */
  readonly shine?: number;
  /** Drawn on the pot's side, cut to its outline. */
  readonly painted?: string;
  readonly noShadow?: boolean;
}

/** How much of a ring is seen from slightly above. */
const tilt = 0.16;

/** A pot with its shadow. */
export function pot(shape: Pot): string {
  const { cx, y, profile, clay, inside, shine = 0.5 } = shape;
  const outline = outlineOf(shape);
  const cut = clip(outline);
  const [footRadius] = profile[0] ?? [0, 0];
  const [rimRadius, rimHeight] = profile.at(-1) ?? [0, 0];
  const widest = Math.max(...profile.map(([radius]) => radius));
  const height = rimHeight;
  const light = across(
    ["0", "#fff", 0.16],
    ["0.22", "#fff", 0.3],
    ["0.5", "#fff", 0],
    ["0.72", "#1d120a", 0.12],
    ["1", "#1d120a", 0.46],
  );
  return `${shape.noShadow ? "" : shadow(cx, y + 2, footRadius * 0.5 + widest * 0.5)}
<path d="${outline}" fill="${clay}"/>
<g clip-path="${cut}">${shape.glaze ? glazeOf(shape, widest) : ""}${shape.painted ?? ""}${shape.speckles ? specklesOf(shape, widest) : ""}
<rect x="${cx - widest}" y="${y - height - 30}" width="${widest * 2}" height="${height + 60}" fill="${light}"/>
<ellipse cx="${cx - widest * 0.52}" cy="${y - height * 0.6}" rx="${widest * 0.1}" ry="${height * 0.26}" fill="#fff" opacity="${shine}" filter="${blur(5)}"/></g>
${inside === undefined ? "" : mouth([cx, y - rimHeight], rimRadius, inside, clay)}`;
}

/** The opening of a pot, with the thickness of its wall. */
export function mouth([cx, y]: Point, radius: number, inside: string, lip: string): string {
  const depth = across(["0", "#1d120a", 0.5], ["0.6", "#1d120a", 0.12], ["1", "#fff", 0.12]);
  const wall = Math.min(4, radius * 0.12);
  return `<ellipse cx="${cx}" cy="${y}" rx="${radius}" ry="${radius * tilt}" fill="${lip}"/>
<ellipse cx="${cx}" cy="${y}" rx="${radius}" ry="${radius * tilt}" fill="#fff" opacity=".28"/>
<ellipse cx="${cx}" cy="${y + 0.6}" rx="${radius - wall}" ry="${Math.max(1, radius * tilt - wall * 0.55)}" fill="${inside}"/>
<ellipse cx="${cx}" cy="${y + 0.6}" rx="${radius - wall}" ry="${Math.max(1, radius * tilt - wall * 0.55)}" fill="${depth}"/>`;
}

/** The outline as a path: up the left side, over the rim, down the right, round the foot. */
export function outlineOf({ cx, y, profile }: Pick<Pot, "cx" | "y" | "profile">): string {
  const left = profile.map(([radius, height]): Point => [cx - radius, y - height]);
  const right = profile.map(([radius, height]): Point => [cx + radius, y - height]).toReversed();
  const [footRadius] = profile[0] ?? [0, 0];
  const [rimRadius] = profile.at(-1) ?? [0, 0];
  const start = left[0] ?? [cx, y];
  const top = right[0] ?? [cx, y];
  return `M${start.join(" ")}${curveThrough(left)}A${rimRadius} ${rimRadius * tilt} 0 0 1 ${top.join(" ")}${curveThrough(right)}A${footRadius} ${footRadius * tilt} 0 0 1 ${start.join(" ")}Z`;
}

/** A smooth curve through points (Catmull-Rom as cubic Béziers), without the first move. */
export function curveThrough(points: readonly Point[]): string {
  return points
    .slice(1)
    .map((to, index) => {
      const from = points[index] ?? to;
      const before = points[index - 1] ?? from;
      const after = points[index + 2] ?? to;
      const first = [from[0] + (to[0] - before[0]) / 6, from[1] + (to[1] - before[1]) / 6];
      const second = [to[0] - (after[0] - from[0]) / 6, to[1] - (after[1] - from[1]) / 6];
      return `C${[...first, ...second, ...to].map((number) => number.toFixed(1)).join(" ")}`;
    })
    .join("");
}

function glazeOf({ cx, y, glaze }: Pot, widest: number): string {
  if (!glaze) return "";
  const steps = 14;
  const random = scatter(Math.round(widest) + glaze.from);
  const edge = Array.from({ length: steps + 1 }, (_, step): Point => {
    const bow = Math.sin((step / steps) * Math.PI) * widest * tilt;
    return [cx - widest - 4 + ((widest * 2 + 8) * step) / steps, y - glaze.from + bow + (random() - 0.5) * 9];
  });
  const [x, edgeY] = edge[0] ?? [0, 0];
  return `<path d="M${x} ${edgeY}${curveThrough(edge)}V${y - glaze.to}H${x}Z" fill="${glaze.color}"/>`;
}

function specklesOf({ cx, y, profile, speckles }: Pot, widest: number): string {
  if (!speckles) return "";
  const height = profile.at(-1)?.[1] ?? 0;
  const random = scatter(speckles.count + Math.round(cx));
  const dots = Array.from({ length: speckles.count }, () => {
    const size = 0.5 + random() * 1.1;
    return `<circle cx="${(cx + (random() * 2 - 1) * widest).toFixed(1)}" cy="${(y - random() * height + 8).toFixed(1)}" r="${size.toFixed(1)}"/>`;
  });
  return `<g fill="${speckles.color}" opacity=".55">${dots.join("")}</g>`;
}
