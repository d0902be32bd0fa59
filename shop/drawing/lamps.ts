/** The example shop's lamps. */
import { outlineOf, type Point, pot } from "./pottery.ts";
import { across, blur, clip, linear, radial, scenes, shadow, still, table } from "./studio.ts";

/** A table lamp of red stoneware under a cotton shade, with a fabric cord. */
export function coquelicot(cord: string): string {
  return still(
    scenes.linen,
    glow([382, 150], 250, "#ffd79a", 0.75),
    cordOnTable(412, cord),
    pot({
      cx: 382,
      y: table,
      profile: [
        [44, 0],
        [66, 16],
        [78, 46],
        [66, 78],
        [30, 104],
        [13, 122],
        [11, 140],
      ],
      clay: "#b2402c",
      glaze: { color: "#c9563a", from: 62, to: 170 },
      speckles: { color: "#5b1a10", count: 90 },
    }),
    `<rect x="374" y="170" width="16" height="16" rx="3" fill="#b98d4f"/>`,
    shade({ cx: 382, top: 44, bottom: 178, topHalf: 52, bottomHalf: 104, cloth: "#f6e7cf" }),
  );
}

/** A porcelain ball that glows all over. */
export function galet(color: string, light: string): string {
  const stone = outlineOf({
    cx: 382,
    y: table,
    profile: [
      [58, 0],
      [104, 26],
      [122, 74],
      [112, 124],
      [76, 160],
      [30, 174],
      [4, 176],
    ],
  });
  return still(
    scenes.evening,
    glow([382, 230], 300, light, 0.7),
    `<path d="M470 318c60 16 96 26 150 14s100-4 160 10" fill="none" stroke="#e9dcc8" stroke-width="5"/>`,
    `<ellipse cx="382" cy="328" rx="190" ry="26" fill="${light}" opacity=".45" filter="${blur(14)}"/>`,
    shadow(382, table + 3, 70, 0.5),
    `<path d="${stone}" fill="${color}"/>
<path d="${stone}" fill="${radial("46%", "52%", "62%", ["0", "#fffdf4", 0.98], ["0.45", light, 0.75], ["1", color, 0.1])}"/>
<g clip-path="${clip(stone)}"><path d="M250 250q70 -34 140 -8t140 -14M250 282q80 -22 150 0t130 -6" fill="none" stroke="#fff" stroke-width="3" opacity=".35"/></g>`,
  );
}

/** A black bell over the table, white inside. */
export function cloche(): string {
  return still(
    scenes.sage,
    `<path d="M262 214L120 400H644L502 214z" fill="${linear(["0", "#fff3cf", 0.85], ["1", "#fff3cf", 0])}" filter="${blur(8)}"/>`,
    `<ellipse cx="382" cy="352" rx="176" ry="24" fill="#fff3cf" opacity=".5" filter="${blur(10)}"/>`,
    pot({
      cx: 382,
      y: 352,
      profile: [
        [34, 0],
        [58, 6],
        [84, 20],
      ],
      clay: "#e9e2d6",
      inside: "#f6f1e8",
      shine: 0.2,
    }),
    `<path d="M382 0V74" stroke="#2a2624" stroke-width="4"/>`,
    pot({
      cx: 382,
      y: 216,
      profile: [
        [124, 0],
        [118, 26],
        [96, 70],
        [62, 104],
        [26, 122],
        [14, 128],
        [12, 144],
      ],
      clay: "#34302f",
      speckles: { color: "#6d6561", count: 120 },
      shine: 0.28,
      noShadow: true,
    }),
    `<ellipse cx="382" cy="216" rx="124" ry="20" fill="#f3ead6"/>
<ellipse cx="382" cy="217" rx="116" ry="16" fill="${radial("50%", "45%", "55%", ["0", "#fffef6"], ["0.5", "#ffe9ae"], ["1", "#cdb994"])}"/>
<circle cx="382" cy="218" r="15" fill="#fffdf0"/>`,
  );
}

/** A floor lamp beside a stool. */
export function tige(): string {
  return still(
    scenes.blush,
    glow([352, 92], 230, "#ffdfae", 0.8),
    shadow(352, 366, 48, 0.5),
    `<rect x="348.500" y="120" width="7" height="236" fill="${across(["0", "#d9b483"], ["1", "#8d6538"])}"/>`,
    pot({
      cx: 352,
      y: 366,
      profile: [
        [46, 0],
        [46, 9],
        [24, 16],
        [8, 22],
      ],
      clay: "#8f7d6d",
      speckles: { color: "#3f342b", count: 60 },
      shine: 0.2,
      noShadow: true,
    }),
    shade({ cx: 352, top: 22, bottom: 128, topHalf: 60, bottomHalf: 84, cloth: "#efe3cf" }),
    stool(516),
  );
}

function stool(cx: number): string {
  const wood = across(["0", "#c79a66"], ["1", "#8a6238"]);
  return `${shadow(cx, 372, 58, 0.4)}
<path d="M${cx - 46} 290l-12 82h9l14-82zM${cx + 46} 290l12 82h-9l-14-82zM${cx - 4} 292h8v70h-8z" fill="${wood}"/>
<rect x="${cx - 62}" y="280" width="124" height="13" rx="6" fill="${wood}"/>
<rect x="${cx - 42}" y="270" width="66" height="10" rx="2" fill="#53707a"/><rect x="${cx - 36}" y="261" width="56" height="9" rx="2" fill="#c9563a"/>`;
}

interface Shade {
  readonly cx: number;
  readonly top: number;
  readonly bottom: number;
  readonly topHalf: number;
  readonly bottomHalf: number;
  readonly cloth: string;
}

/** A lit shade of pleated cloth. */
function shade({ cx, top, bottom, topHalf, bottomHalf, cloth }: Shade): string {
  const pleats = Array.from({ length: 13 }, (_, n) => {
    const part = (n - 6) / 6.6;
    return `M${cx + part * topHalf} ${top}L${cx + part * bottomHalf} ${bottom + 8 * (1 - part * part)}`;
  }).join("");
  return `<path d="M${cx - topHalf} ${top}L${cx - bottomHalf} ${bottom}Q${cx} ${bottom + 20} ${cx + bottomHalf} ${bottom}L${cx + topHalf} ${top}Q${cx} ${top + 9} ${cx - topHalf} ${top}z" fill="${cloth}"/>
<path d="M${cx - topHalf} ${top}L${cx - bottomHalf} ${bottom}Q${cx} ${bottom + 20} ${cx + bottomHalf} ${bottom}L${cx + topHalf} ${top}Q${cx} ${top + 9} ${cx - topHalf} ${top}z" fill="${radial("48%", "72%", "62%", ["0", "#fffbe9", 0.95], ["0.5", "#ffdf9e", 0.55], ["1", "#a8723a", 0.32])}"/>
<path d="${pleats}" stroke="#a8723a" stroke-width="1.500" opacity=".2"/>
<ellipse cx="${cx}" cy="${top}" rx="${topHalf}" ry="${topHalf * 0.13}" fill="#fff6dd"/>
<path d="M${cx - bottomHalf} ${bottom}Q${cx} ${bottom + 20} ${cx + bottomHalf} ${bottom}" fill="none" stroke="#fff" stroke-width="2.500" opacity=".6"/>`;
}

const glow = ([cx, cy]: Point, radius: number, color: string, strength: number): string =>
  `<circle cx="${cx}" cy="${cy}" r="${radius}" fill="${radial("50%", "50%", "50%", ["0", color, strength], ["0.5", color, strength * 0.35], ["1", color, 0])}"/>`;

/** From the foot of a lamp to the right edge. */
function cordOnTable(x: number, color: string): string {
  const path = `M${x} 318C${x + 90} 352 ${x + 110} 366 ${x + 170} 356S${x + 250} 328 ${x + 300} 342S${x + 350} 366 ${x + 380} 356`;
  return `<path d="${path}" transform="translate(4 5)" fill="none" stroke="#1d120a" stroke-width="7" opacity=".28" filter="${blur(2)}"/>
<path d="${path}" fill="none" stroke="${color}" stroke-width="7" stroke-linecap="round"/>
<path d="${path}" fill="none" stroke="#fff" stroke-width="6" stroke-dasharray="2 5" opacity=".22"/>
<rect x="${x + 150}" y="344" width="40" height="21" rx="10" fill="${color}"/><rect x="${x + 164}" y="348" width="13" height="8" rx="3" fill="#fff" opacity=".55"/>`;
}
