"""A well-known worked example of backpropagation: its network, its instance, and its learning rate."""

from typing import NamedTuple

from core.networks.network import Network


class Example(NamedTuple):
    """A network with one instance, a learning rate, and whether its biases are held fixed."""

    sizes: tuple[int, ...]
    hidden: str
    output: str
    cost: str
    theta: tuple[float, ...]
    x: tuple[tuple[float, ...], ...]
    y: tuple[tuple[float, ...], ...]
    eta: float
    hold_biases: bool

    def network(self) -> Network:
        """Build a new network."""
        return Network(self.sizes, hidden=self.hidden, output=self.output, cost=self.cost, theta=self.theta)


MAZUR = Example(
    sizes=(2, 2, 2),
    hidden="sigmoid",
    output="sigmoid",
    cost="half_quadratic",
    theta=(0.15, 0.20, 0.35, 0.25, 0.30, 0.35, 0.40, 0.45, 0.60, 0.50, 0.55, 0.60),
    x=((0.05, 0.10),),
    y=((0.01, 0.99),),
    eta=0.5,
    hold_biases=True,
)
"""Matt Mazur, "A step by step backpropagation example" (2015). He updates the weights only."""
