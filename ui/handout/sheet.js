// A sheet for a file: title, question, the picture, the sentence, formulas, settings and the link, as one SVG.

const [MARGIN, LEAST] = [28, 640]; // px
const FILLED = 0.83; // of a line: other programs may have wider fonts
const SERIF = '"Source Serif", Georgia, serif';
const SANS = '"Source Sans", "Segoe UI", Arial, sans-serif';

class Sheet {
  constructor({ width, height, group }, { background, ink }) {
    this.ink = ink;
    this.inner = Math.max(width, LEAST);
    this.across = FILLED * this.inner;
    this.width = Math.ceil(this.inner + 2 * MARGIN);
    this.svg = ofSvg("svg", { xmlns: OF_SVG });
    this.ground = ofSvg("rect", { fill: background });
    this.svg.append(this.ground);
    this.measuring = new OffscreenCanvas(1, 1).getContext("2d");
    this.y = MARGIN;
    this.picture = { width, height, group };
  }

  addPicture() {
    const { width, height, group } = this.picture;
    const holder = ofSvg("g", {
      transform: `translate(${short(MARGIN + (this.inner - width) / 2)} ${short(this.y + 12)})`,
    });
    holder.append(group);
    this.svg.append(holder);
    this.y += height + 24;
  }

  // Write a paragraph of runs in lines that fit the sheet.
  addText(runs, { size = 16, family = SANS, alpha = 1, after = 6 } = {}) {
    for (const line of this.broken(runs, size, family)) {
      this.y += 1.35 * size;
      this.write(line, { size, family, alpha });
    }
    this.y += after;
  }

  // A line is one text: its pieces follow one another in whatever font there is.
  write(line, { size, family, alpha }) {
    const place = { x: MARGIN, y: short(this.y), "font-family": family, "font-size": size, "xml:space": "preserve" };
    const written = ofSvg("text", place);
    if (alpha < 1) written.setAttribute("opacity", alpha);
    for (const { text, bold, colour } of line) {
      const piece = ofSvg("tspan", { fill: colour ?? this.ink, "font-weight": bold ? 700 : 400 });
      piece.textContent = text;
      written.append(piece);
    }
    this.svg.append(written);
  }

  // The lines of a paragraph, each a list of pieces with their widths; a word that is too long is cut.
  broken(runs, size, family) {
    const lines = [[]];
    let room = this.across;
    for (const run of runs) {
      this.measuring.font = `${run.bold ? 700 : 400} ${size}px ${family}`;
      const wide = (text) => this.measuring.measureText(text).width;
      for (const word of run.text.match(/[^\S\u00a0]*[\S\u00a0]+[^\S\u00a0]*/g) ?? [run.text]) {
        for (const text of this.fitting(word, wide)) {
          if (wide(text.trimEnd()) > room && lines.at(-1).length) {
            lines.push([]);
            room = this.across;
          }
          addPiece(lines.at(-1), run, lines.at(-1).length ? text : text.trimStart(), wide);
          room = this.across - lines.at(-1).reduce((sum, { width }) => sum + width, 0);
        }
      }
    }
    return lines;
  }

  fitting(word, wide) {
    const parts = [];
    let rest = word;
    while (wide(rest) > this.across) {
      let length = Math.floor((rest.length * this.across) / wide(rest));
      while (wide(rest.slice(0, length)) > this.across) length--;
      parts.push(rest.slice(0, length));
      rest = rest.slice(length);
    }
    return [...parts, rest];
  }

  finish() {
    const size = { width: this.width, height: Math.ceil(this.y + MARGIN) };
    for (const element of [this.svg, this.ground]) {
      for (const [name, value] of Object.entries(size)) element.setAttribute(name, value);
    }
    this.svg.setAttribute("viewBox", `0 0 ${size.width} ${size.height}`);
    return this.svg;
  }
}

// Add words to a line, to its last piece if that is of the same run.
function addPiece(line, run, text, wide) {
  const last = line.at(-1);
  if (last?.run === run) Object.assign(last, { text: last.text + text, width: wide(last.text + text) });
  else line.push({ run, text, bold: run.bold, colour: run.colour, width: wide(text) });
}

function sheetOf(picture, { title, question, sentence, formulas, settings, link }, colours) {
  const sheet = new Sheet(picture, colours);
  sheet.addText([{ text: title, bold: true }], { size: 24, family: SERIF, after: 0 });
  sheet.addText([{ text: question }], { size: 16, alpha: 0.85 });
  sheet.addPicture();
  for (const runs of sentence) sheet.addText(runs);
  for (const formula of formulas) sheet.addText([{ text: formula }], { family: SERIF });
  if (settings.length) sheet.addText([{ text: `Settings: ${settings.join(" · ")}` }], { size: 14, alpha: 0.9 });
  sheet.addText([{ text: link }], { size: 13, alpha: 0.9, after: 0 });
  return sheet.finish();
}
