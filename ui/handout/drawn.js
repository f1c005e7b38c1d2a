// The picture of a page as one group of SVG, of whatever parts it is drawn: charts of Vega, canvases, and elements.

const OWN = ".net .plane, .legend";

// Return { group, width, height } of the picture in this frame. `light` are the colours of the light theme and a
// function that turns others into them; without it the picture has the colours that it has on the page.
function pictureIn(frame, light) {
  const parts = partsIn(frame, light).filter(({ box }) => box.width > 1 && box.height > 1);
  const left = Math.min(...parts.map(({ box }) => box.left));
  const top = Math.min(...parts.map(({ box }) => box.top));
  const group = ofSvg("g");
  for (const { box, element, scale } of parts) {
    const move = `translate(${short(box.left - left)} ${short(box.top - top)})`;
    element.setAttribute("transform", scale === 1 ? move : `${move} scale(${scale})`);
    group.append(element);
  }
  const width = Math.max(...parts.map(({ box }) => box.right)) - left;
  return { group, width, height: Math.max(...parts.map(({ box }) => box.bottom)) - top };
}

function partsIn(frame, light) {
  const charts = [...frame.querySelectorAll('[data-testid="stVegaLiteChart"] :is(svg, canvas).marks')];
  const own = partsWithin(frame);
  const painted = own.filter((element) => element.picture).map(({ picture }) => picture);
  return [
    ...charts.map((chart) => chartPart(chart, light)),
    ...painted.map((picture) => partOf(picture.asSvg(light?.theme), picture.canvas)),
    ...own.filter((element) => element.matches(OWN)).map((element) => inkPart(element, light)),
  ];
}

// What components have drawn in a frame.
function partsWithin(frame) {
  const hosts = [...frame.querySelectorAll("*")].filter((element) => element.shadowRoot);
  return hosts.flatMap(({ shadowRoot }) => [...shadowRoot.querySelectorAll("*")]);
}

function partOf(element, place, scale = 1) {
  return { element, box: place.getBoundingClientRect(), scale };
}

function inkPart(element, light) {
  const { group } = new Ink(element);
  if (light) recolour(group, light.colourOf);
  return partOf(group, element);
}

function chartPart(chart, light) {
  if (chart.localName === "canvas") {
    const { width, height } = chart.getBoundingClientRect();
    const image = ofSvg("image", { width, height, href: chart.toDataURL("image/png") });
    const holder = ofSvg("g");
    holder.append(image);
    return partOf(holder, chart);
  }
  const group = ofSvg("g");
  group.append(...[...chart.children].map((child) => child.cloneNode(true)));
  keepWidths(chart, group);
  renameParts(group);
  for (const name of ["fill", "stroke"]) {
    // What is transparent is black in some programs.
    for (const part of group.querySelectorAll(`[${name}="transparent"]`)) part.setAttribute(name, "none");
  }
  if (light) recolour(group, light.colourOf);
  return partOf(group, chart, short(chart.getBoundingClientRect().width / chart.viewBox.baseVal.width));
}

// Give the parts of a copy that others refer to names of their own: what has the old names may be hidden on paper.
function renameParts(copy) {
  const mark = Math.random().toString(36).slice(2);
  for (const part of copy.querySelectorAll("[id]")) part.id = `${part.id}-${mark}`;
  for (const user of copy.querySelectorAll("[clip-path]")) {
    user.setAttribute(
      "clip-path",
      user.getAttribute("clip-path").replace(/url\(["']?#(.+?)["']?\)/, `url(#$1-${mark})`),
    );
  }
}

// Give each text of a copied chart the width that it has on the page.
function keepWidths(chart, copy) {
  const copies = copy.querySelectorAll("text");
  chart.querySelectorAll("text").forEach((text, k) => {
    if (!text.textContent.trim() || text.children.length) return;
    copies[k].setAttribute("textLength", short(text.getComputedTextLength()));
    copies[k].setAttribute("lengthAdjust", "spacingAndGlyphs");
  });
}
