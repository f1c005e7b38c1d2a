// The sentence of a page as paragraphs of runs: { text, bold, colour }. What is not seen is left out.

function sentenceOf(page) {
  const places = [...page.querySelectorAll('[class*="st-key-sentence_"]')];
  const hosts = places.flatMap((place) => [...place.querySelectorAll("*")]).filter((element) => element.shadowRoot);
  const paragraphs = [
    ...places.flatMap((place) => [...place.querySelectorAll('[data-testid="stMarkdownContainer"] :is(p, li)')]),
    ...hosts.flatMap(({ shadowRoot }) => [...shadowRoot.querySelectorAll("p.moment")]),
  ];
  const isSeen = (each) => each.getClientRects().length && getComputedStyle(each).visibility === "visible";
  const seen = paragraphs.filter((each) => isSeen(each) && !each.closest("button, a, label"));
  return seen.map(runsOf).filter((runs) => runs.some(({ text }) => text.trim()));
}

function runsOf(paragraph) {
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  const runs = [];
  while (walker.nextNode()) {
    const { data, parentElement } = walker.currentNode;
    if (parentElement.closest(".katex-mathml")) continue;
    const { color, fontWeight } = getComputedStyle(parentElement);
    runs.push({
      text: data.replaceAll(JOINED, "").replace(/[^\S\u00a0]+/g, " "),
      bold: Number(fontWeight) >= 600,
      colour: plainColour(color)[0],
    });
  }
  return runs;
}
