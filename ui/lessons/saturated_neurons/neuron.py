"""Lesson 2, the neuron that is shown: its values from the controls, and the effect of a nudge on it."""

from dataclasses import dataclass
from functools import cached_property

from core.functions.activation import Activation
from core.neurons.neuron import Forward, Neuron, Nudge, nudge


@dataclass(frozen=True)
class Shown:
    """A neuron with its weights and inputs, a nudge, and the share of the largest slope below which it is flat."""

    activation: Activation
    w: tuple[float, ...]
    x: tuple[float, ...]
    b: float
    dw: float
    db: float
    share: float

    @cached_property
    def z(self) -> float:
        """The weighted input, cleared of rounding, so that 0.1 × 3 − 0.3 is exactly 0. All else is computed from it."""
        return round(float(Neuron(self.w, self.b).forward(self.x).z), 12)

    @cached_property
    def dz(self) -> float:
        """How far the nudge moves z, cleared of rounding."""
        nudges = (self.dw, *(0.0 for _ in self.w[1:]))
        return round(float(Neuron(nudges, self.db).forward(self.x).z), 12)

    @cached_property
    def here(self) -> Forward:
        """z, a and σ′(z)."""
        return self._alone.forward(self.z)

    @cached_property
    def middle(self) -> Forward:
        """The same at z = 0."""
        return self._alone.forward(0.0)

    @cached_property
    def nudge_here(self) -> Nudge:
        """The effect of the nudge."""
        return nudge(self._alone, self.z, 0.0, self.dz)

    @cached_property
    def nudge_middle(self) -> Nudge:
        """The effect of the same nudge at z = 0."""
        return nudge(self._alone, 0.0, 0.0, self.dz)

    @property
    def _alone(self) -> Neuron:
        """A neuron whose input is z itself."""
        return Neuron(1.0, 0.0, self.activation.name)
