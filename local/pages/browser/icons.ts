/** Small drawings of our own, as inline SVG in the colour of the text around them. */

const drawings = {
  newPerson:
    "M10 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zm0 2c-3 0-8 1.5-8 4.5V21h16v-2.5c0-3-5-4.5-8-4.5zm9-8V3h-2v3h-3v2h3v3h2V8h3V6z",
  send: "M3.4 20.6 21 12 3.4 3.4 3 10l11 2-11 2z",
  plus: "M11 5h2v6h6v2h-6v6h-2v-6H5v-2h6z",
  close: "m6.4 5 5.6 5.6L17.6 5 19 6.4 13.4 12l5.6 5.6-1.4 1.4-5.6-5.6L6.4 19 5 17.6l5.6-5.6L5 6.4z",
  left: "M15.4 7.4 10.8 12l4.6 4.6L14 18l-6-6 6-6z",
  right: "M8.6 16.6 13.2 12 8.6 7.4 10 6l6 6-6 6z",
  down: "M7.4 8.6 12 13.2l4.6-4.6L18 10l-6 6-6-6z",
  open: "M5 5h6v2H7v10h10v-4h2v6H5zm9 0h5v5h-2V8.4l-6.3 6.3-1.4-1.4L15.6 7H14z",
  photo:
    "M9 4h6l1.6 2H20a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V8c0-1.1.9-2 2-2h3.4zm3 4.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zm0 2a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5z",
  sticker:
    "M12 2a10 10 0 1 0 10 10c0-.7-.1-1.3-.2-2H16a2 2 0 0 1-2-2V2.2A10 10 0 0 0 12 2zm4 .9V8h5.1A10 10 0 0 0 16 2.9zM8.5 9a1.5 1.5 0 1 1 0 3 1.5 1.5 0 0 1 0-3zM7 14h10a5 5 0 0 1-10 0z",
  thumb:
    "M2 10h4v11H2zm20 1.5c0-1-.9-1.9-2-1.9h-6l1-4.4v-.3c0-.4-.2-.8-.4-1.1L13.5 3 7.6 8.9c-.4.4-.6.8-.6 1.3V19c0 1.1.9 2 2 2h8.5c.8 0 1.5-.5 1.8-1.2l2.5-6.4c.1-.2.2-.5.2-.7z",
  place: "M12 2a7 7 0 0 0-7 7c0 5.2 7 13 7 13s7-7.8 7-13a7 7 0 0 0-7-7zm0 4.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5z",
  voice:
    "M12 14a3 3 0 0 0 3-3V5a3 3 0 0 0-6 0v6a3 3 0 0 0 3 3zm5-3a5 5 0 0 1-10 0H5a7 7 0 0 0 6 6.9V21h2v-3.1A7 7 0 0 0 19 11z",
  video: "M4 6h11a2 2 0 0 1 2 2v2l5-3v10l-5-3v2a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V8c0-1.1.9-2 2-2z",
  file: "M6 2h8l6 6v12a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V4c0-1.1.9-2 2-2zm7 1.5V9h5.5z",
  link: "M10.6 13.4a1 1 0 0 1 0-1.4l2.8-2.8a3 3 0 1 1 4.2 4.2l-1.5 1.5 1.4 1.4 1.5-1.5a5 5 0 1 0-7-7L9.2 10.6a3 3 0 0 0 0 4.2zm2.8-2.8a1 1 0 0 1 0 1.4l-2.8 2.8a3 3 0 1 1-4.2-4.2l1.5-1.5-1.4-1.4L5 9.2a5 5 0 1 0 7 7l2.8-2.8a3 3 0 0 0 0-4.2z",
} as const;

export type IconName = keyof typeof drawings;

/** A drawing of the size of its text; hidden from screen readers, so that what it stands in must have a label. */
export function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", drawings[name]);
  path.setAttribute("fill", "currentColor");
  svg.append(path);
  return svg;
}
