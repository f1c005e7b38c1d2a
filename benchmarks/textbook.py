"""Backpropagation as students write it from the formulas: batch first, a list of W and one of b, new arrays every time.

`benchmarks.training` compares the engine with it. It shares only the mathematics with the package.
"""

from collections.abc import Callable

import numpy as np

Array = np.ndarray


def sigmoid(z: Array) -> Array:
    """σ(z) = 1 / (1 + e⁻ᶻ)."""
    return 1.0 / (1.0 + np.exp(-z))


def relu(z: Array) -> Array:
    """max(0, z)."""
    return np.maximum(z, 0)


def softmax(z: Array) -> Array:
    """e^zᵢ / Σ e^zⱼ, by row."""
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


ACTIVATIONS: dict[str, Callable[[Array], Array]] = {
    "tanh": np.tanh, "sigmoid": sigmoid, "relu": relu, "softmax": softmax,
}  # fmt: skip
SLOPES: dict[str, Callable[[Array], Array]] = {
    "tanh": lambda a: 1.0 - a**2,
    "sigmoid": lambda a: a * (1.0 - a),
    "relu": lambda a: (a > 0).astype(a.dtype),
}


class TextbookNetwork:
    """A network with W of shape (fan_in, fan_out) and b of shape (fan_out,) for every layer."""

    def __init__(self, weights: list[Array], biases: list[Array], hidden: str, output: str, cost: str):
        self.weights = [w.copy() for w in weights]
        self.biases = [b.copy() for b in biases]
        self.activations = [hidden] * (len(weights) - 1) + [output]
        self.cost = cost

    def forward(self, x: Array) -> list[Array]:
        """Return the activations of all layers, with x first: a = σ(a W + b)."""
        activations = [x]
        for w, b, name in zip(self.weights, self.biases, self.activations, strict=True):
            activations.append(ACTIVATIONS[name](activations[-1] @ w + b))
        return activations

    def backward(self, activations: list[Array], y: Array) -> tuple[list[Array], list[Array]]:
        """Return ∂C/∂W and ∂C/∂b of all layers: δ = (a − y) σ′(z), without σ′ for cross-entropy."""
        delta = activations[-1] - y
        if self.cost == "half_quadratic":
            delta = delta * SLOPES[self.activations[-1]](activations[-1])
        weight_gradients, bias_gradients = [], []
        for layer in reversed(range(len(self.weights))):
            weight_gradients.insert(0, activations[layer].T @ delta / len(y))
            bias_gradients.insert(0, delta.mean(axis=0))
            if layer > 0:
                delta = (delta @ self.weights[layer].T) * SLOPES[self.activations[layer - 1]](activations[layer])
        return weight_gradients, bias_gradients

    def update(self, x: Array, y: Array, learning_rate: float) -> None:
        """W ← W − η ∂C/∂W and b ← b − η ∂C/∂b for one batch."""
        weight_gradients, bias_gradients = self.backward(self.forward(x), y)
        for layer in range(len(self.weights)):
            self.weights[layer] -= learning_rate * weight_gradients[layer]
            self.biases[layer] -= learning_rate * bias_gradients[layer]

    def train(self, x: Array, y: Array, learning_rate: float, batch_size: int, epochs: int, order: Array) -> None:
        """Make an update for each batch of the rows in this order, `epochs` times."""
        for _ in range(epochs):
            for start in range(0, len(x), batch_size):
                batch = order[start : start + batch_size]
                self.update(x[batch], y[batch], learning_rate)
