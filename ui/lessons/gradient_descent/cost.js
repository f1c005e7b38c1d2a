// C(w, b), as core.surfaces.surface computes it: for the tooltip, which asks for it at any point. The tables ACTIVATE and
// COST are written in front of this text from the descriptions in core.

function costAt({ x, y, cost, output }, w, b) {
  let total = 0;
  for (let i = 0; i < x.length; i++) {
    const z = w * x[i] + b;
    total += COST[cost](y[i], z, ACTIVATE[output](z));
  }
  return total / x.length;
}
