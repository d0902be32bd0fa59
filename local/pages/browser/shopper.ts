/** Who this browser is for the shop: a page-scoped id that every tab shares, or one of its own named in the address. */

const store = "comptoir.shopper";
const wellFormed = /^\d{5,32}$/;

/** The shopper of this tab; made up at the first visit. */
export function currentShopper(): string {
  const own = new URLSearchParams(location.search).get("shopper");
  if (own !== null && wellFormed.test(own)) return own;
  const kept = localStorage.getItem(store);
  return kept !== null && wellFormed.test(kept) ? kept : becomeSomeoneElse();
}

/** Every tab without a shopper of its own becomes the new one. */
export function becomeSomeoneElse(): string {
  const made = newShopperId();
  localStorage.setItem(store, made);
  return made;
}

/** Sixteen digits, as page-scoped ids are written. */
export function newShopperId(): string {
  const random = crypto.getRandomValues(new Uint32Array(2));
  return `7${Array.from(random, (part) => part.toString().padStart(10, "0"))
    .join("")
    .slice(0, 15)}`;
}

/** Calls back when another tab became a new shopper. */
export function onShopperChange(changed: () => void): void {
  addEventListener("storage", (event) => {
    if (event.key === store) changed();
  });
}
