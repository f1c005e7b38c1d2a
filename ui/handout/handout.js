// What leaves a page as a picture or on paper: the same picture, sentence, settings and link. A file is made when a
// button asks for it, and the handout when the browser is about to print; until then nothing is done.

const CALM = 250; // ms without a run of the page, after which all is drawn
const EDGE = 8; // px around the printed picture: letters may reach beyond their chart
const SHARPNESS = 2; // pixels of a PNG for each pixel of the page

export default function ({ data, parentElement }) {
  const handout = (parentElement.handout ??= new Handout());
  return showLatest(
    parentElement,
    () => handout.show(data),
    () => handout.leave(),
  );
}

class Handout {
  constructor() {
    this.asked = ({ detail }) => this.save(detail);
    this.before = () => this.lay();
    this.after = () => document.querySelector("body > .handout")?.remove();
    this.paper = matchMedia("print");
    this.turned = ({ matches }) => (matches ? this.lay() : this.after());
  }

  show(data) {
    this.leave();
    this.data = data;
    document.addEventListener("take-away", this.asked);
    addEventListener("beforeprint", this.before);
    addEventListener("afterprint", this.after);
    this.paper.addEventListener("change", this.turned);
    if (this.paper.matches) this.lay(); // the page has run while it was about to be printed
  }

  leave() {
    document.removeEventListener("take-away", this.asked);
    removeEventListener("beforeprint", this.before);
    removeEventListener("afterprint", this.after);
    this.paper.removeEventListener("change", this.turned);
    this.after();
  }

  // --- What both have ---

  words() {
    const text = (selector) => document.querySelector(`.st-key-heading ${selector}`)?.textContent.trim() ?? "";
    const { formulas, settings } = this.data;
    const page = document.querySelector('[data-testid="stMain"]');
    const said = { title: text("h1"), question: text("p"), sentence: sentenceOf(page) };
    const { moment } = partsWithin(this.frame()).find(({ dataset }) => dataset?.moment)?.dataset ?? {};
    const all = moment ? [...settings, moment] : settings;
    return { ...said, formulas, settings: all, link: decodedLink(location.href) };
  }

  frame() {
    const frames = document.querySelectorAll(`[data-testid="stMain"] ${this.data.picture}`);
    return [...frames].find((frame) => frame.getClientRects().length);
  }

  // --- Files ---

  async save({ file, kind }) {
    await calm();
    const { background, text } = this.data.palettes[isDarkPage() ? "dark" : "light"];
    const sheet = sheetOf(pictureIn(this.frame()), this.words(), { background, ink: text });
    const written = new XMLSerializer().serializeToString(sheet);
    const blob = kind === "image/png" ? await painted(sheet) : new Blob([written], { type: kind });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = file;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }

  // --- Paper ---

  // Lay out the handout, which style shows on paper in place of the page.
  lay() {
    const frame = this.frame();
    if (!frame) return;
    this.after();
    const shaped = partsWithin(frame).filter((part) => part.shapeForPaper);
    for (const part of shaped) part.shapeForPaper();
    try {
      document.body.append(this.printed(pictureIn(frame, this.lightening()), this.words()));
    } finally {
      for (const part of shaped) part.shapeForScreen();
    }
  }

  // On a dark page: the light theme, and what turns other colours into its own.
  lightening() {
    const { palettes } = this.data;
    const { text, background, border: faint, series } = palettes.light;
    const theme = { text, background, faint, muted: series[3], series };
    return isDarkPage() ? { theme, colourOf: lighting(palettes) } : null;
  }

  printed({ group, width, height }, { title, question, sentence, formulas, settings, link }) {
    const picture = ofSvg("svg", {
      viewBox: `${-EDGE} ${-EDGE} ${Math.ceil(width) + 2 * EDGE} ${Math.ceil(height) + 2 * EDGE}`,
      preserveAspectRatio: "xMidYMin meet",
    });
    picture.append(group);
    const sheet = of("article", "handout");
    const head = of("header", "", of("h1", "", title), of("p", "", question));
    const colourOf = this.lightening()?.colourOf ?? ((colour) => colour);
    const said = sentence.map((runs) => of("p", "sentence", ...runs.map((run) => spanOf(run, colourOf))));
    const listed = formulas.map((formula) => of("p", "formula", formula));
    const set = of("ul", "settings", ...settings.map((setting) => of("li", "", setting)));
    sheet.append(head, picture, of("section", "", ...said, ...listed, set), of("footer", "", link));
    return sheet;
  }
}

function of(name, className, ...parts) {
  const element = document.createElement(name);
  element.className = className;
  element.append(...parts);
  return element;
}

function spanOf({ text, bold, colour }, colourOf) {
  const span = of(bold ? "strong" : "span", "", text);
  span.style.color = colourOf(colour);
  return span;
}

// The link as people read it; what would be no address any more stays encoded.
function decodedLink(link) {
  return link.replace(/\?$/, "").replace(/%[C-F][0-9A-F](?:%[89AB][0-9A-F])+/gi, (letters) => {
    try {
      return decodeURIComponent(letters);
    } catch {
      return letters;
    }
  });
}

function isDarkPage() {
  const style = getComputedStyle(document.querySelector('[data-testid="stApp"]'));
  return partsOf(plainColour(style.backgroundColor)[0]).reduce((sum, part) => sum + part) < 382;
}

// Wait until the page has not run for a moment, and all its parts are drawn.
async function calm() {
  const isRunning = () => document.querySelector('[data-testid="stApp"]').dataset.testScriptState !== "notRunning";
  let last = performance.now();
  const end = last + 5000;
  while (performance.now() < end && performance.now() - last < CALM) {
    if (isRunning()) last = performance.now();
    await new Promise((then) => setTimeout(then, 25));
  }
}

// The sheet as a PNG. An SVG that is drawn as an image sees no fonts but its own.
async function painted(sheet) {
  const fonts = await Promise.all(["Source Sans", "Source Serif"].map(fontOf));
  const style = ofSvg("style");
  style.textContent = fonts.join("\n");
  sheet.prepend(style);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(sheet))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.width * SHARPNESS, image.height * SHARPNESS];
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((then) => canvas.toBlob(then, "image/png"));
}

// The page's own font of this name as a rule with the font in it; "" if there is none.
async function fontOf(name) {
  const rules = [...document.styleSheets].flatMap((sheet) => rulesOf(sheet));
  const isIt = ({ style }) => style.fontFamily.includes(name) && style.fontStyle !== "italic";
  const rule = rules.find((rule) => rule instanceof CSSFontFaceRule && isIt(rule));
  const source = rule?.style.getPropertyValue("src").match(/url\("(.+?)"\)/)?.[1];
  if (!source) return "";
  const font = await fetch(new URL(source, rule.parentStyleSheet.href ?? location.href));
  const reader = new FileReader();
  const read = new Promise((then) => reader.addEventListener("load", then));
  reader.readAsDataURL(await font.blob());
  await read;
  return `@font-face { font-family: "${name}"; font-weight: 100 900; src: url("${reader.result}") format("woff2"); }`;
}

function rulesOf(sheet) {
  try {
    return [...sheet.cssRules];
  } catch {
    return []; // another host's
  }
}
