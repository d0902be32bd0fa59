/** The page's little script: checks the address, groups digits, keeps the total true, stops a second tap. */

/** The script with this session's values; with a fragment it refuses an address that lost or changed its own. */
export function pageScript(values: {
  fragment: string | null;
  currency: string;
  language: string;
  free: string;
}): string {
  return `const page = ${JSON.stringify(values).replaceAll("<", "\\u003c")};${script}`;
}

const script = `
if (page.fragment !== null && location.hash !== "#" + page.fragment) {
  document.getElementById("page").hidden = true;
  document.getElementById("broken").hidden = false;
}
const form = document.querySelector("form");
const wrong = form.querySelector('[aria-invalid="true"]') ?? document.getElementById("alert");
wrong?.focus();
const grouped = (text, shape) => text.replace(/\\D/g, "").replace(shape, "$& ").trim();
form.elements.cardNumber?.addEventListener("input", (event) => {
  const amex = /^3[47]/.test(event.target.value);
  if (event.target.selectionStart === event.target.value.length)
    event.target.value = amex
      ? event.target.value.replace(/\\D/g, "").slice(0, 15).replace(/^(\\d{4})(\\d{0,6})(\\d*)$/, "$1 $2 $3").trim()
      : grouped(event.target.value.slice(0, 23), /\\d{4}(?=\\d)/g);
});
form.elements.expiry?.addEventListener("input", (event) => {
  if (event.inputType?.startsWith("delete")) return;
  const digits = event.target.value.replace(/\\D/g, "").replace(/^[2-9]/, "0$&").slice(0, 4);
  event.target.value = digits.length < 2 ? digits : digits.slice(0, 2) + " / " + digits.slice(2);
});
form.addEventListener("change", (event) => {
  const { total, amount } = event.target.dataset;
  if (total === undefined) return;
  const zero = new Intl.NumberFormat(page.language === "fr" ? "fr-FR" : "en-GB", { style: "currency", currency: page.currency });
  const places = ["jpy", "krw"].includes(page.currency) ? 1 : 100;
  const shown = zero.format(total / places);
  for (const id of ["amount", "total", "pay-amount"]) document.getElementById(id).textContent = shown;
  document.getElementById("shipping").textContent = amount === "0" ? page.free : zero.format(amount / places);
});
form.addEventListener("submit", (event) => {
  const button = form.querySelector("button[type=submit]");
  if (button.getAttribute("aria-disabled") === "true") return event.preventDefault();
  button.setAttribute("aria-disabled", "true");
  button.textContent = button.dataset.working;
});
const sample = { email: "julie@example.com", phone: "+33 6 12 34 56 78", recipient: "Julie Martin", line1: "12 rue de la Part-Dieu",
  postalCode: "69003", city: "Lyon", cardNumber: "4242 4242 4242 4242", expiry: "12 / 40", cvc: "123", holder: "Julie Martin",
  iban: "DE89 3704 0044 0532 0130 00" };
const fill = document.getElementById("fill");
if (fill !== null) {
  fill.hidden = false;
  fill.addEventListener("click", () => {
    for (const [name, value] of Object.entries(sample)) {
      const field = form.elements[name];
      if (field !== undefined && !field.readOnly && field.value === "") field.value = value;
    }
    if (form.elements.terms !== undefined) form.elements.terms.checked = true;
    form.querySelector("button[type=submit]").focus();
  });
}
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
`;
