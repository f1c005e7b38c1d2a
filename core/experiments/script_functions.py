"""The functions of a stand-alone script: those that depend on the activation, the output and the cost."""

from core.formulas import code
from core.functions.activation import Activation, Z
from core.functions.cost import Cost
from core.functions.output import Output


def hidden_functions(activation: Activation) -> str:
    """Return the activation of the hidden layers and its slope, as two functions."""
    return f'''def {activation.name}(z):
    """a = {activation.forms(Z)[0].plain}"""
    return {code.numpy(activation.code)}


def {activation.name}_slope(z, a):
    """σ′ = {activation.slope_text}"""
    return {code.numpy(activation.slope_code)}'''


def estimate_function(output: Output) -> str:
    """Return the output's a as a function of z, with a row for each point."""
    return f'''def estimate(z):
    """ŷ, the a of the output, which is {output.label}; no exponent is above 0, so nothing overflows."""
{output.script_estimate.rstrip()}'''


def cost_function(cost: Cost, output: Output) -> str:
    """Return C of each point as a function of y and z, with a row for each point."""
    return f'''def {cost.name}(y, z):
    """C of each point, from all its outputs; of one output alone it is

    {cost.formula}
    """
{cost.script_value(output).rstrip()}'''


def error_function(name: str, cost: Cost, output: Output) -> str:
    """Return δ of each output and point, without the cost's factor, as a function with a column for each point."""
    what = "a − y, σ′ having cancelled" if cost.cancels(output) else "∂C/∂a, times σ′(z)"
    return f'''def {name}(y, z):
    """δ ∝ {what}"""
{output.script_error.rstrip()}
    return {cost.script_delta(output)}'''
