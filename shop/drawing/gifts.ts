/** The example shop's small things. */
import { pot } from "./pottery.ts";
import { across, blur, closer, fromAbove, linear, radial, scenes, shadow, still, table } from "./studio.ts";

/** An egg cup on two feet, which looks like a chick. */
export function poussin(): string {
  const cx = 382;
  return still(
    scenes.mist,
    closer(
      1.18,
      shadow(cx, 328, 66),
      foot(cx - 26),
      foot(cx + 26),
      `<path d="M${cx - 50} 192C${cx - 54} 110 ${cx - 26} 70 ${cx} 70S${cx + 54} 110 ${cx + 50} 192z" fill="#f3ddc6"/>
<path d="M${cx - 50} 192C${cx - 54} 110 ${cx - 26} 70 ${cx} 70S${cx + 54} 110 ${cx + 50} 192z" fill="${radial("34%", "34%", "75%", ["0", "#fff", 0.75], ["0.6", "#fff", 0], ["1", "#8a5a3a", 0.35])}"/>`,
      pot({
        cx,
        y: 310,
        profile: [
          [34, 0],
          [58, 14],
          [74, 52],
          [74, 88],
          [66, 122],
        ],
        clay: "#f7d65a",
        glaze: { color: "#fbf5e8", from: 0, to: 34 },
        shine: 0.7,
        noShadow: true,
      }),
      `<path d="M${cx - 66} 188A66 10 0 0 0 ${cx + 66} 188" fill="none" stroke="#fff4c2" stroke-width="5"/>
<path d="M${cx - 72} 236c-30 0-38 26-22 40 12-2 24-8 28-18zM${cx + 72} 236c30 0 38 26 22 40-12-2-24-8-28-18z" fill="#efc53c"/>
<circle cx="${cx - 22}" cy="226" r="6" fill="#2b2420"/><circle cx="${cx + 22}" cy="226" r="6" fill="#2b2420"/><circle cx="${cx - 24}" cy="224" r="2" fill="#fff"/><circle cx="${cx + 20}" cy="224" r="2" fill="#fff"/>
<path d="M${cx - 11} 240L${cx} 234L${cx + 11} 240L${cx} 252z" fill="#e08a2c"/>`,
    ),
  );
}

/** One foot of the chick. */
const foot = (x: number): string =>
  `<path d="M${x} 306v16M${x} 320l-18 9M${x} 320l2 10M${x} 320l20 7" stroke="#e08a2c" stroke-width="7" stroke-linecap="round" fill="none"/>`;

/** A dish in the shape of a drop, with a gold rim, from above. */
export function goutte(): string {
  const drop = "M382 46C424 110 512 172 512 252A130 118 0 0 1 252 252C252 172 340 110 382 46Z";
  const gold = across(["0", "#f3d98b"], ["0.5", "#c0923a"], ["1", "#f0d07c"]);
  const ring = (x: number, y: number, rx: number, ry: number): string =>
    `<ellipse cx="${x + 4}" cy="${y + 6}" rx="${rx}" ry="${ry}" fill="none" stroke="#1d120a" stroke-width="7" opacity=".25" filter="${blur(2)}"/><ellipse cx="${x}" cy="${y}" rx="${rx}" ry="${ry}" fill="none" stroke="${gold}" stroke-width="7"/>`;
  return fromAbove(
    "#8a5f52",
    `<path d="${drop}" transform="translate(12 15)" fill="#1d120a" opacity=".42" filter="${blur(10)}"/>
<path d="${drop}" fill="#f6f1ea"/>
<path d="${drop}" fill="${radial("38%", "34%", "80%", ["0", "#fff", 0.8], ["0.6", "#fff", 0], ["1", "#5a4436", 0.3])}"/>
<path d="${drop}" transform="translate(382 214) scale(.84) translate(-382 -206)" fill="${linear(["0", "#8a6f5e", 0.26], ["0.6", "#fff", 0], ["1", "#fff", 0.5])}"/>
<path d="${drop}" fill="none" stroke="${gold}" stroke-width="6"/>`,
    ring(352, 252, 34, 30),
    ring(412, 272, 30, 32),
    `<circle cx="412" cy="238" r="10" fill="#3f7a8a"/><circle cx="409" cy="235" r="3.500" fill="#fff" opacity=".7"/>`,
  );
}

/** A stoneware bell on a hemp cord. */
export function grelot(): string {
  const cx = 382;
  const cord = "#b08d57";
  return still(
    scenes.blush,
    `<path d="M0 44H764" stroke="#8a6238" stroke-width="18"/><path d="M0 38H764" stroke="#c79a66" stroke-width="5" opacity=".7"/>
<path d="M${cx} 44C${cx - 12} 84 ${cx + 10} 110 ${cx} 142" fill="none" stroke="${cord}" stroke-width="7"/>
<path d="M${cx} 44C${cx - 12} 84 ${cx + 10} 110 ${cx} 142" fill="none" stroke="#fff" stroke-width="6" stroke-dasharray="2 6" opacity=".3"/>
<circle cx="${cx - 1}" cy="46" r="14" fill="none" stroke="${cord}" stroke-width="6"/>`,
    `<path d="M${cx} 250C${cx + 4} 268 ${cx - 4} 276 ${cx} 292" fill="none" stroke="${cord}" stroke-width="5"/>`,
    `<circle cx="${cx}" cy="278" r="15" fill="#7a5638"/><circle cx="${cx - 4}" cy="273" r="5" fill="#fff" opacity=".35"/>`,
    pot({
      cx,
      y: 262,
      profile: [
        [92, 0],
        [88, 12],
        [74, 50],
        [60, 88],
        [34, 114],
        [8, 122],
      ],
      clay: "#cdb89c",
      glaze: { color: "#5f8a86", from: 0, to: 58 },
      speckles: { color: "#5a432c", count: 110 },
      noShadow: true,
    }),
    `<path d="M${cx - 92} 262A92 14.700 0 0 0 ${cx + 92} 262" fill="none" stroke="#fff" stroke-width="3" opacity=".35"/>`,
    `<ellipse cx="${cx + 30}" cy="${table + 20}" rx="110" ry="11" fill="#1d120a" opacity=".22" filter="${blur(10)}"/>`,
  );
}
