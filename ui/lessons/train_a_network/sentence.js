// The sentence on the moment of a run that is shown.

// The pieces of the sentence on the moment: words, and the index of the network whose name they are.
function sentenceOn(store, data) {
  const { updates } = shown(store);
  const between = updates % data.per_epoch ? ` (update ${updates.toLocaleString("en")})` : "";
  const each = (column) => data.networks.map((_, k) => valueIn(rowOf(store, data, k), data, column + k));
  const costs = each("cost").map(written);
  const rights = each("accuracy").map(percent);
  const pieces = [[`Epoch ${epochOf(updates, data)} of ${data.epochs.toLocaleString("en")}${between}: `]];
  data.networks.forEach(({ name }, k) => {
    const first = data.classes ? ` has ${rights[0]} of the training points right` : ` has a cost of ${costs[0]}`;
    pieces.push([k ? ", " : ""], [name, k], [k ? ` ${(data.classes ? rights : costs)[k]}` : first]);
  });
  const tested = `Of the test points: ${each("test_accuracy").map(percent).join(" and ")}. `;
  const cost = `Cost: ${costs.join(" and ")}. `;
  pieces.push([`. ${data.classes && data.has_test ? tested : ""}${data.classes ? cost : ""}`.trimEnd()]);
  return pieces;
}
