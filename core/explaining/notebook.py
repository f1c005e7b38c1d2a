"""A notebook for the quantities of backpropagation: stage by stage, each with formulas of what is written before it."""

from core.explaining.quantities import Key, Kind, StagedQuantity, symbol_of
from core.explaining.stages import Stage
from core.formulas import Value
from core.formulas.quantity import Formulas


class Notebook:
    """Stages with their quantities. Values are shown with `digits` significant digits."""

    def __init__(self, digits: int) -> None:
        self.digits = digits
        self.stages = list[Stage]()
        self.values = dict[Key, float]()

    def stage(self, kind: str, title: str, layer: int = 0) -> None:
        """Begin a stage."""
        self.stages.append(Stage(kind, title, layer))  # type: ignore[arg-type]

    def add(self, key: Key, value: float, formulas: Formulas = tuple, note: str = "") -> None:
        """Add a quantity to the stage."""
        value = float(value) + 0.0  # no −0
        self.stages[-1].quantities.append(
            StagedQuantity(symbol_of(key), value, formulas, self.digits, key=key, stage=len(self.stages) - 1, note=note)
        )
        self.values[key] = value

    def leaf(self, kind: Kind, layer: int, unit: int, source: int = 0, instance: int = 0) -> Value:
        """Return an earlier quantity as a part of a formula; the activations of layer 0 are the inputs."""
        if kind == "a" and layer == 0:
            kind = "x"
        return self.known(Key(kind, layer, unit, source, instance))

    def known(self, key: Key) -> Value:
        """Return an earlier quantity as a part of a formula."""
        return Value(symbol_of(key), self.values[key])
