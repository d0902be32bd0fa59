/** Draws the pictures of the example shop's catalogue into `shop/pictures/`: `npm run draw-pictures`. */
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { launchBrowser } from "#local/browser.ts";
import { goutte, grelot, poussin } from "./drawing/gifts.ts";
import { cloche, coquelicot, galet, tige } from "./drawing/lamps.ts";
import { smallPng } from "./drawing/small-png.ts";
import { frame } from "./drawing/studio.ts";
import { brume, dune, lune, onde, rivage, verger } from "./drawing/tableware.ts";
import { amphore, arche, braise, brindille, roseau } from "./drawing/vases.ts";

const pictures: Readonly<Record<string, string>> = {
  coquelicot: coquelicot("#d9c39c"),
  "coquelicot-noir": coquelicot("#2a2624"),
  "galet-sauge": galet("#8fa588", "#dfe8c4"),
  "galet-sable": galet("#cfae86", "#ffe2b0"),
  cloche: cloche(),
  tige: tige(),
  "brume-bleu": brume("#dfe6ea", "#7f9fb4"),
  "brume-ivoire": brume("#fbf6ec", "#e4d7c0"),
  "brume-terre": brume("#e2b79c", "#b0583a"),
  dune: dune(),
  onde: onde(),
  "lune-ivoire": lune("#f7f0e2", "#ece0cb", "#7c8a7a"),
  "lune-ardoise": lune("#5b646c", "#495159", "#b59f86"),
  rivage: rivage(),
  verger: verger(),
  roseau: roseau(),
  amphore: amphore(),
  "brindille-moutarde": brindille("#c98f1f", "#dcae3c", "#fbf7ee"),
  "brindille-nuit": brindille("#1d2c4c", "#2f4a7d", "#f4cf6a"),
  "brindille-rose": brindille("#dba79c", "#ecc8bd", "#b4475a"),
  arche: arche(),
  braise: braise(),
  poussin: poussin(),
  goutte: goutte(),
  grelot: grelot(),
};

const browser = await launchBrowser();
try {
  const page = await browser.newPage({ viewport: frame });
  for (const [name, svg] of Object.entries(pictures)) {
    await page.setContent(`<style>body{margin:0}svg{display:block}</style>${svg}`);
    const file = fileURLToPath(new URL(`pictures/${name}.png`, import.meta.url));
    await writeFile(file, smallPng(await page.screenshot({ type: "png" })));
  }
} finally {
  await browser.close();
}
