// The sentence on the moment of a run that is shown.

// Its pieces: words, and the index of the network whose name they are.
function sentenceOn(store, data) {
  const { updates } = shown(store);
  const epoch = Math.min(Math.floor(updates / data.per_epoch), store.rows.length - 1);
  const before = data.epochs === 1 ? "the only epoch" : `the first of ${data.epochs} epochs`;
  const when = epoch ? `After epoch ${epoch} of ${data.epochs}: ` : `Before ${before}: `;
  const rights = data.networks.map((_, k) => percent(valueIn(rowOf(store, data, k), data, `test_accuracy${k}`)));
  const pieces = [[when]];
  data.networks.forEach(({ name }, k) => {
    pieces.push([k ? ", " : ""], [name, k]);
    pieces.push([k ? ` ${rights[k]}` : ` has ${rights[0]} of the 10,000 test images right`]);
  });
  pieces.push([`.${bookAt(data, epoch)}`]);
  return pieces;
}

// What the book's networks had after the same epoch, where that is known.
function bookAt(data, epoch) {
  const known = data.networks.flatMap(({ book, letter }) => {
    const share = book?.accuracy[book.epochs.indexOf(epoch)];
    return share === undefined ? [] : [`${letter} ${percent(share)}`.trim()];
  });
  return known.length ? ` In the book: ${known.join(", ")}.` : "";
}
