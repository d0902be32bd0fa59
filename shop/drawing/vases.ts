/** The example shop's vases and candle holders. */
import { pot } from "./pottery.ts";
import { blur, linear, radial, scatter, scenes, shadow, still, table } from "./studio.ts";

/** A tall green vase with grasses. */
export function roseau(): string {
  const random = scatter(11);
  const blades = Array.from({ length: 9 }, (_, n) => {
    const lean = (n - 4) * 24 + (random() - 0.5) * 18;
    const tip = 14 + Math.abs(n - 4) * 12 + random() * 16;
    return `<path d="M${382 + (n - 4) * 2} 150Q${382 + lean * 0.3} 90 ${382 + lean} ${tip}" fill="none" stroke="#a58a4e" stroke-width="2.500"/>
<path d="M${382 + lean * 0.72} ${tip + 44}Q${382 + lean * 0.98 + 7} ${tip + 16} ${382 + lean} ${tip - 8}Q${382 + lean * 0.9 - 9} ${tip + 18} ${382 + lean * 0.72} ${tip + 44}z" fill="#d8b978"/>`;
  });
  return still(
    scenes.linen,
    blades.join(""),
    pot({
      cx: 382,
      y: table + 8,
      profile: [
        [46, 0],
        [52, 10],
        [56, 60],
        [50, 120],
        [38, 164],
        [30, 184],
        [34, 196],
      ],
      clay: "#2f5d4a",
      glaze: { color: "#3f7a5f", from: 96, to: 240 },
      speckles: { color: "#10251c", count: 110 },
      inside: "#16281f",
    }),
  );
}

/** The largest vase: red clay with two handles. */
export function amphore(): string {
  const cx = 382;
  const handle = (side: 1 | -1): string => {
    const path = `M${cx + side * 34} 106C${cx + side * 104} 92 ${cx + side * 112} 170 ${cx + side * 82} 186`;
    return `<path d="${path}" fill="none" stroke="#94462a" stroke-width="17" stroke-linecap="round"/><path d="${path}" transform="translate(-3 -3)" fill="none" stroke="#d68a62" stroke-width="5" stroke-linecap="round" opacity=".7"/>`;
  };
  return still(
    scenes.mist,
    handle(1),
    handle(-1),
    pot({
      cx,
      y: table + 14,
      profile: [
        [44, 0],
        [52, 8],
        [96, 70],
        [108, 130],
        [86, 184],
        [44, 214],
        [32, 234],
        [34, 262],
        [46, 278],
      ],
      clay: "#b5603c",
      glaze: { color: "#a4522f", from: 0, to: 62 },
      speckles: { color: "#5f2812", count: 120 },
      inside: "#3b170b",
      shine: 0.35,
    }),
  );
}

/** A vase for a single wild flower. */
export function brindille(clay: string, glaze: string, flower: string): string {
  const cx = 382;
  const petals = Array.from(
    { length: 12 },
    (_, n) => `<ellipse cx="0" cy="-23" rx="8" ry="19" fill="${flower}" transform="rotate(${n * 30})"/>`,
  );
  return still(
    scenes.sage,
    `<path d="M${cx} 176C${cx - 4} 130 ${cx + 12} 108 ${cx + 26} 82" fill="none" stroke="#5d7f4a" stroke-width="4"/>
<path d="M${cx} 140C${cx - 18} 124 ${cx - 40} 128 ${cx - 52} 110C${cx - 30} 104 ${cx - 8} 112 ${cx} 140z" fill="#6f9158"/>
<g transform="translate(${cx + 28} 74) rotate(14)">${petals.join("")}<circle r="13" fill="#e0a92e"/><circle r="13" fill="${radial("35%", "30%", "80%", ["0", "#fff", 0.5], ["1", "#7a4a00", 0.45])}"/></g>`,
    pot({
      cx,
      y: table,
      profile: [
        [36, 0],
        [56, 10],
        [76, 46],
        [70, 82],
        [36, 108],
        [15, 128],
        [13, 146],
        [18, 156],
      ],
      clay,
      glaze: { color: glaze, from: 58, to: 200 },
      inside: "#241a14",
      shine: 0.6,
    }),
  );
}

/** An arch of white clay that carries three candles. */
export function arche(): string {
  const arch = "M228 326V262A154 132 0 0 1 536 262V326H474V268A92 82 0 0 0 290 268V326Z";
  return still(
    scenes.evening,
    [
      [262, 176],
      [382, 128],
      [502, 176],
    ]
      .map(([x = 0, y = 0]) => candle(x, y))
      .join(""),
    shadow(258, 328, 34, 0.5),
    shadow(505, 328, 34, 0.5),
    `<path d="${arch}" fill="#ece4d8"/><path d="${arch}" fill="${linear(["0", "#fff3d6", 0.7], ["0.5", "#fff", 0], ["1", "#1d120a", 0.32])}"/>
<path d="M474 326V268A92 82 0 0 0 290 268" fill="none" stroke="#1d120a" stroke-width="7" opacity=".2"/>
<path d="M232 262A150 128 0 0 1 532 262" fill="none" stroke="#fff" stroke-width="3" opacity=".6"/>
${[
  [262, 180],
  [382, 132],
  [502, 180],
]
  .map(
    ([x = 0, y = 0]) =>
      `<path d="M${x - 18} ${y - 8}h36l-4 22h-28z" fill="#e2d8c9"/><ellipse cx="${x}" cy="${y - 8}" rx="18" ry="5" fill="#f8f1e4"/>`,
  )
  .join("")}`,
  );
}

/** A lit candle; its foot at the point. */
function candle(x: number, y: number): string {
  return `<circle cx="${x}" cy="${y - 88}" r="86" fill="${radial("50%", "50%", "50%", ["0", "#ffcf7a", 0.75], ["1", "#ffcf7a", 0])}"/>
<rect x="${x - 9}" y="${y - 64}" width="18" height="66" fill="#f7eedb"/><rect x="${x + 1}" y="${y - 64}" width="8" height="66" fill="#a8834c" opacity=".25"/>
<path d="M${x} ${y - 64}v-8" stroke="#3a2a1c" stroke-width="2"/>
<path d="M${x} ${y - 112}C${x + 16} ${y - 86} ${x + 10} ${y - 70} ${x} ${y - 68}C${x - 10} ${y - 70} ${x - 16} ${y - 86} ${x} ${y - 112}z" fill="#ffb43c"/>
<path d="M${x} ${y - 96}C${x + 7} ${y - 82} ${x + 5} ${y - 72} ${x} ${y - 70}C${x - 5} ${y - 72} ${x - 7} ${y - 82} ${x} ${y - 96}z" fill="#fff6d2"/>`;
}

/** A pierced tealight holder that throws sparks on the wall. */
export function braise(): string {
  const random = scatter(23);
  const sparks = Array.from({ length: 64 }, () => {
    const angle = Math.PI + random() * Math.PI;
    const far = 130 + random() * 260;
    return `<ellipse cx="${(382 + Math.cos(angle) * far).toFixed(1)}" cy="${(250 + Math.sin(angle) * far * 0.72).toFixed(1)}" rx="${(3 + far / 60).toFixed(1)}" ry="${(2.5 + far / 90).toFixed(1)}" opacity="${(0.75 - far / 620).toFixed(2)}"/>`;
  });
  const holes = [30, 56, 82, 108].flatMap((height, row) =>
    Array.from({ length: 9 }, (_, n) => {
      const turn = (n - 4 + (row % 2) * 0.5) / 4.9;
      const radius = [84, 94, 90, 74][row] ?? 80;
      return `<ellipse cx="${(382 + Math.sin(turn * 1.5) * radius).toFixed(1)}" cy="${(table - height + Math.cos(turn * 1.5) * 9).toFixed(1)}" rx="${(5.5 * Math.cos(turn * 1.3)).toFixed(1)}" ry="5.500" fill="#ffd27a"/>`;
    }),
  );
  return still(
    scenes.night,
    `<g fill="#ffbf63" filter="${blur(2.5)}">${sparks.join("")}</g>
<circle cx="382" cy="240" r="230" fill="${radial("50%", "50%", "50%", ["0", "#ffae4d", 0.6], ["1", "#ffae4d", 0])}"/>
<ellipse cx="382" cy="336" rx="210" ry="30" fill="#ffb65c" opacity=".3" filter="${blur(12)}"/>`,
    pot({
      cx: 382,
      y: table,
      profile: [
        [60, 0],
        [82, 12],
        [98, 56],
        [88, 104],
        [58, 134],
      ],
      clay: "#b4623f",
      painted: holes.join(""),
      inside: "#ffd98e",
      shine: 0.2,
    }),
    `<path d="M382 166C398 190 392 206 382 208C372 206 366 190 382 166z" fill="#fff3c4"/>`,
  );
}
