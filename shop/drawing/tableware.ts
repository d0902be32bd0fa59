/** The example shop's cups, bowls, plates and dishes. */
import { curveThrough, mouth, pot } from "./pottery.ts";
import { blur, closer, fromAbove, linear, radial, scatter, scenes, still, table } from "./studio.ts";

/** A cup with a wide handle and a cloudy glaze. */
export function brume(clay: string, glaze: string): string {
  const cx = 366;
  const handle = `M${cx + 84} 178C${cx + 168} 162 ${cx + 174} 278 ${cx + 72} 282`;
  const clouds = [
    [-50, 250, 46],
    [8, 236, 58],
    [62, 258, 44],
    [-10, 276, 70],
  ].map(
    ([dx = 0, y = 0, r = 0]) =>
      `<ellipse cx="${cx + dx}" cy="${y}" rx="${r}" ry="${r * 0.36}" fill="${clay}" opacity=".55" filter="${blur(8)}"/>`,
  );
  return still(
    scenes.blush,
    closer(
      1.16,
      steam(cx),
      `<path d="${handle}" fill="none" stroke="${glaze}" stroke-width="20" stroke-linecap="round"/>
<path d="${handle}" fill="none" stroke="#1d120a" stroke-width="20" stroke-linecap="round" opacity=".14"/>
<path d="${handle}" transform="translate(-3 -4)" fill="none" stroke="#fff" stroke-width="5" stroke-linecap="round" opacity=".4"/>`,
      pot({
        cx,
        y: table,
        profile: [
          [58, 0],
          [76, 12],
          [88, 60],
          [92, 120],
          [95, 172],
        ],
        clay,
        glaze: { color: glaze, from: 44, to: 220 },
        painted: clouds.join(""),
        inside: "#fbf6ee",
      }),
      `<ellipse cx="${cx}" cy="153" rx="82" ry="9" fill="#5d3a22"/><ellipse cx="${cx - 16}" cy="152" rx="44" ry="3.500" fill="#a3734a" opacity=".6"/>`,
    ),
  );
}

/** Two bowls, the larger behind. */
export function dune(): string {
  return still(scenes.sage, bowl(300, 318, 1.28), bowl(516, 346, 0.9));
}

const bowl = (cx: number, y: number, scale: number): string =>
  pot({
    cx,
    y,
    profile: (
      [
        [40, 0],
        [46, 8],
        [84, 34],
        [108, 74],
        [118, 108],
      ] as const
    ).map(([r, h]) => [r * scale, h * scale] as const),
    clay: "#c9a67c",
    glaze: { color: "#f2e8d8", from: 84 * scale, to: 160 * scale },
    speckles: { color: "#6b4d2e", count: 130 },
    inside: "#efe5d4",
    shine: 0.3,
  });

/** A teapot with a rattan handle. */
export function onde(): string {
  const cx = 378;
  const hoop = `M${cx - 78} 176C${cx - 96} 34 ${cx + 96} 34 ${cx + 78} 176`;
  const waves = [212, 236, 260].map(
    (y) =>
      `<path d="M230 ${y}q22 -14 44 0t44 0 44 0 44 0 44 0 44 0 44 0" fill="none" stroke="#e9f3ec" stroke-width="3" opacity=".5"/>`,
  );
  return still(
    scenes.linen,
    closer(
      1.13,
      `<path d="M${cx - 96} 262C${cx - 160} 250 ${cx - 150} 190 ${cx - 198} 166L${cx - 180} 156C${cx - 140} 168 ${cx - 132} 206 ${cx - 88} 204z" fill="#7fa79b"/>
<path d="M${cx - 96} 262C${cx - 160} 250 ${cx - 150} 190 ${cx - 198} 166L${cx - 180} 156C${cx - 140} 168 ${cx - 132} 206 ${cx - 88} 204z" fill="${linear(["0", "#fff", 0.28], ["1", "#1d120a", 0.22])}"/>
<ellipse cx="${cx - 189}" cy="161" rx="11" ry="5" transform="rotate(-28 ${cx - 189} 161)" fill="#3e5a53"/>`,
      pot({
        cx,
        y: table,
        profile: [
          [70, 0],
          [98, 14],
          [128, 62],
          [118, 112],
          [84, 142],
          [52, 152],
        ],
        clay: "#86ada1",
        painted: waves.join(""),
        speckles: { color: "#2f4a43", count: 70 },
        inside: "#3e5a53",
      }),
      pot({
        cx,
        y: 176,
        profile: [
          [58, 0],
          [50, 12],
          [26, 24],
          [9, 27],
          [8, 32],
          [14, 42],
          [8, 50],
          [1, 51],
        ],
        clay: "#7da496",
        noShadow: true,
        shine: 0.4,
      }),
      `<path d="${hoop}" fill="none" stroke="#6f4a26" stroke-width="15"/><path d="${hoop}" fill="none" stroke="#c3925a" stroke-width="11"/>
<path d="${hoop}" fill="none" stroke="#7d5329" stroke-width="11" stroke-dasharray="2.500 6"/>
<circle cx="${cx - 78}" cy="176" r="8" fill="#5f8177"/><circle cx="${cx + 78}" cy="176" r="8" fill="#5f8177"/>`,
    ),
  );
}

/** A dinner plate with an uneven rim, from above. */
export function lune(clay: string, rim: string, cloth: string): string {
  const random = scatter(7);
  const edge = Array.from({ length: 37 }, (_, step) => {
    const angle = (step % 36) * 10 * (Math.PI / 180);
    const radius = 172 + Math.sin(angle * 3) * 1.6 + Math.cos(angle * 7 + 1) * 1.2;
    return [382 + Math.cos(angle) * radius, 202 + Math.sin(angle) * radius] as const;
  });
  const plate = `M${edge[0]?.join(" ") ?? ""}${curveThrough(edge)}Z`;
  const dots = Array.from({ length: 150 }, () => {
    const angle = random() * 6.283;
    const radius = Math.sqrt(random()) * 166;
    return `<circle cx="${(382 + Math.cos(angle) * radius).toFixed(1)}" cy="${(202 + Math.sin(angle) * radius).toFixed(1)}" r="${(0.6 + random()).toFixed(1)}"/>`;
  });
  return fromAbove(
    cloth,
    `<path d="${plate}" transform="translate(12 16)" fill="#1d120a" opacity=".38" filter="${blur(11)}"/>
<path d="${plate}" fill="${rim}"/>
<path d="${plate}" fill="${radial("36%", "28%", "80%", ["0", "#fff", 0.45], ["0.6", "#fff", 0], ["1", "#1d120a", 0.24])}"/>
<circle cx="382" cy="202" r="134" fill="#1d120a" opacity=".16" filter="${blur(5)}"/>
<circle cx="382" cy="202" r="129" fill="${clay}"/>
<circle cx="382" cy="202" r="129" fill="${radial("62%", "72%", "85%", ["0", "#fff", 0.3], ["0.5", "#fff", 0.06], ["1", "#1d120a", 0.2])}"/>
<g fill="#4a3a2c" opacity=".4">${dots.join("")}</g>`,
    cutlery(128),
    `<path d="M604 60h86v280h-86z" fill="#f5efe6"/><path d="M604 60h86v280h-86z" fill="${linear(["0", "#fff", 0.4], ["1", "#1d120a", 0.14])}"/><path d="M632 60v280M662 60v280" stroke="#b9473a" stroke-width="3" opacity=".55"/>`,
  );
}

function cutlery(x: number): string {
  const steel = linear(["0", "#f4f4f2"], ["1", "#9b9a96"]);
  return `<g filter="${blur(3)}" opacity=".3" transform="translate(5 7)"><rect x="${x - 4}" y="70" width="9" height="270" rx="4" fill="#1d120a"/></g>
<path d="M${x - 16} 66v52q0 22 13 27v190q0 8 4 8t4-8V145q13-5 13-27V66h-4v50h-5V66h-4v50h-4V66h-4v50h-5V66z" fill="${steel}"/>`;
}

/** A large oval dish, its blue paling to the rim, with lemons beside it. */
export function rivage(): string {
  return fromAbove(
    "#cdbda6",
    `<ellipse cx="404" cy="222" rx="262" ry="158" fill="#1d120a" opacity=".4" filter="${blur(11)}"/>`,
    ring(262, 158, "#efe6d6"),
    ring(262, 158, radial("34%", "26%", "85%", ["0", "#fff", 0.5], ["0.6", "#fff", 0], ["1", "#1d120a", 0.22])),
    ring(232, 132, "#dfe9e4"),
    ring(
      222,
      124,
      radial(
        "50%",
        "50%",
        "52%",
        ["0", "#1f5673"],
        ["0.55", "#2f7593"],
        ["0.8", "#6fb0bd"],
        ["0.95", "#cfe6df"],
        ["1", "#e9f1ea"],
      ),
    ),
    `<g fill="none" stroke="#fff" opacity=".45"><path d="M196 214c40-40 70 10 108-12s70 14 110-6 80 16 150-16" stroke-width="3"/><path d="M214 250c46-28 84 10 126-8s74 14 120-8 60 2 96-10" stroke-width="2"/></g>
<ellipse cx="326" cy="150" rx="96" ry="22" fill="#fff" opacity=".22" filter="${blur(9)}" transform="rotate(-12 326 150)"/>`,
    lemon(108, 116, -24),
    lemon(78, 236, 40),
  );
}

const ring = (rx: number, ry: number, fill: string): string =>
  `<ellipse cx="392" cy="204" rx="${rx}" ry="${ry}" fill="${fill}"/>`;

const lemon = (x: number, y: number, angle: number): string =>
  `<g transform="translate(${x} ${y}) rotate(${angle})"><ellipse cx="6" cy="10" rx="46" ry="32" fill="#1d120a" opacity=".35" filter="${blur(6)}"/>
<path d="M-54 0C-46 -4 -42 -30 0 -31S46 -5 54 0C46 6 42 31 0 31S-46 5 -54 0z" fill="#f0c53d"/>
<path d="M-54 0C-46 -4 -42 -30 0 -31S46 -5 54 0C46 6 42 31 0 31S-46 5 -54 0z" fill="${radial("34%", "30%", "80%", ["0", "#fff", 0.55], ["0.5", "#fff", 0], ["1", "#8a5a00", 0.4])}"/></g>`;

/** A salad bowl painted with apple branches. */
export function verger(): string {
  return still(
    scenes.mist,
    pot({
      cx: 382,
      y: 336,
      profile: [
        [66, 0],
        [76, 10],
        [140, 46],
        [184, 104],
        [202, 164],
      ],
      clay: "#f3ecdf",
      painted: branch(),
      glaze: { color: "#b9473a", from: 157, to: 220 },
      inside: "#f8f3e9",
      shine: 0.45,
    }),
    mouth([382, 172], 202, "#f6efe2", "#b9473a"),
  );
}

function branch(): string {
  return `<path d="M196 214C260 262 330 250 388 268S500 264 572 206" fill="none" stroke="#6b4a2d" stroke-width="5"/>
${leaf(236, 238, 150, "#5d7f4a")}${leaf(262, 246, -50, "#7a9a5c")}${leaf(320, 252, 60, "#5d7f4a")}${leaf(352, 256, -60, "#7a9a5c")}${leaf(420, 268, 40, "#5d7f4a")}${leaf(446, 266, -55, "#7a9a5c")}${leaf(506, 250, 50, "#5d7f4a")}${leaf(528, 236, -60, "#7a9a5c")}
${apple(292, 274)}${apple(394, 294)}${apple(480, 282)}${apple(322, 226)}${apple(470, 236)}`;
}

const leaf = (x: number, y: number, angle: number, color: string): string =>
  `<path d="M0 0C12 -16 34 -14 42 0C32 12 12 14 0 0z" fill="${color}" transform="translate(${x} ${y}) rotate(${angle})"/>`;

const apple = (x: number, y: number): string =>
  `<circle cx="${x}" cy="${y}" r="17" fill="#c0392b"/><circle cx="${x - 5}" cy="${y - 5}" r="5" fill="#fff" opacity=".4"/><path d="M${x} ${y - 15}q2 -9 8 -11" stroke="#5a3b22" stroke-width="3" fill="none"/>`;

const steam = (cx: number): string =>
  `<g fill="none" stroke="#fff" stroke-width="9" opacity=".4" filter="${blur(5)}"><path d="M${cx - 24} 132c-22-30 20-46 0-84"/><path d="M${cx + 24} 130c-20-26 18-40 2-72"/></g>`;
