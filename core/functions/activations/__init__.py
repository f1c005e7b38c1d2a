"""The activations: one file for each, with everything that other packages need to know about it.

Every file here that defines an `ACTIVATION` is found automatically, and appears in every list of activations.
"""

from importlib import import_module
from pkgutil import iter_modules

from core.functions.activation import Activation
from core.functions.output import Output
from core.functions.softmax import SOFTMAX


def _found() -> list[Activation]:
    """Return the activations of all files in this folder, sorted by place."""
    modules = [import_module(f"{__name__}.{each.name}") for each in iter_modules(__path__)]
    return sorted((module.ACTIVATION for module in modules), key=lambda activation: activation.place)


ACTIVATIONS: dict[str, Activation] = {activation.name: activation for activation in _found()}

OUTPUTS: dict[str, Output] = {**ACTIVATIONS, SOFTMAX.name: SOFTMAX}
"""The possible outputs: any activation, or softmax."""


def activation_named(activation: Activation | str) -> Activation:
    """Return the activation of a name; an Activation is returned as it is. An unknown name raises ValueError."""
    if isinstance(activation, Activation):
        return activation
    if activation not in ACTIVATIONS:
        raise ValueError(f"the activation is {activation!r}, but it must be one of {', '.join(ACTIVATIONS)}: name one")
    return ACTIVATIONS[activation]


def output_named(output: Output | str) -> Output:
    """Return the output of a name; an Output is returned as it is. An unknown name raises ValueError."""
    if isinstance(output, Output):
        return output
    if output not in OUTPUTS:
        raise ValueError(f"the output is {output!r}, but it must be one of {', '.join(OUTPUTS)}: name one of them")
    return OUTPUTS[output]
