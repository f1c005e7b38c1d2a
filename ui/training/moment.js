// The moment of a run that is shown, in numbers.

// The row of a network's numbers at the moment shown. A network that has stopped has no record there: its parameters
// are those that it still has, and so are its numbers.
function rowOf(store, data, k) {
  const moment = shown(store);
  const row = moment === store.now ? store.now.row : store.rows[Math.round(moment.updates / data.per_epoch)];
  return Number.isFinite(valueIn(row, data, `cost${k}`)) ? row : store.now.row;
}

function valueIn(row, data, column) {
  const at = data.columns.indexOf(column);
  return row && at >= 0 ? row[at] : NaN;
}

function epochOf(updates, data) {
  const epoch = updates / data.per_epoch;
  return updates % data.per_epoch ? epoch.toFixed(2) : epoch.toLocaleString("en");
}

// How close together the moments are that can be shown, in words.
function momentsIn(store, data) {
  const [first, second] = store.snapshots;
  const epochs = second ? (second.updates - first.updates) / data.per_epoch : 1;
  return `${epochs > 1 ? `every ${epochs} epochs` : "the end of each epoch"}, and the latest update`;
}

// A share in per cent, with four digits, of which the last are left out if they are 0.
function percent(share) {
  return Number.isFinite(share) ? `${Number((100 * share).toPrecision(4))} %` : "undefined";
}
