// The forward pass, in single precision and for pictures only, as core.networks.network has it. The tables ACTIVATE and
// JOINT are written in front of this text from the descriptions in core; a test compares both passes.

function softmaxRows(a, units) {
  for (let start = 0; start < a.length; start += units) {
    const row = a.subarray(start, start + units);
    const top = Math.max(...row);
    let sum = 0;
    for (let i = 0; i < units; i++) sum += row[i] = Math.exp(row[i] - top);
    for (let i = 0; i < units; i++) row[i] /= sum;
  }
}

// Every layer's a for inputs x of shape (n, sizes[0]); [0] is x itself.
function forward(theta, sizes, hidden, output, x) {
  const layers = [x];
  let at = 0;
  for (let l = 1; l < sizes.length; l++) {
    const [fanIn, units] = [sizes[l - 1], sizes[l]];
    const size = units * (fanIn + 1);
    const name = l < sizes.length - 1 ? hidden : output;
    layers.push(layerForward(layers[l - 1], theta.subarray(at, at + size), units, ACTIVATE[name]));
    if (JOINT.includes(name)) softmaxRows(layers[l], units);
    at += size;
  }
  return layers;
}

// One layer's a: each row of its parameters is a neuron's weights, then its bias.
function layerForward(below, parameters, units, activate) {
  const fanIn = parameters.length / units - 1;
  const n = below.length / fanIn;
  const a = new Float32Array(n * units);
  for (let u = 0; u < units; u++) {
    const start = u * (fanIn + 1);
    for (let i = 0; i < n; i++) {
      let z = parameters[start + fanIn];
      for (let j = 0; j < fanIn; j++) z += parameters[start + j] * below[i * fanIn + j];
      a[i * units + u] = activate(z);
    }
  }
  return a;
}
