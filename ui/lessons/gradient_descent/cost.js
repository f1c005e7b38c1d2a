// C(w, b), as core.surfaces.surface computes it: for the tooltip, which asks for it at any point.

function costAt({ x, y, k, output }, w, b) {
  let total = 0;
  for (let i = 0; i < x.length; i++) {
    const z = w * x[i] + b;
    if (k === null) total += Math.max(z, 0) - z * y[i] + Math.log1p(Math.exp(-Math.abs(z)));
    else total += k * ((output === "linear" ? z : 1 / (1 + Math.exp(-z))) - y[i]) ** 2;
  }
  return total / x.length;
}
