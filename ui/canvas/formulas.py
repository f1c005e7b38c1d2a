"""The mathematics of pictures that the browser computes: written from the same formulas as everything else."""

from core.formulas import code
from core.functions.activation import Activation, Z
from core.functions.activations import OUTPUTS
from core.functions.cost import A, Y
from core.functions.costs import COSTS


def activate_table() -> str:
    """Return the script's table ACTIVATE of a as functions of z, and JOINT, the outputs that need all z of an instance.

    A joint output has an entry too, which leaves z as it is.
    """
    rows = {
        name: code.javascript(output.code) if isinstance(output, Activation) else "z"
        for name, output in OUTPUTS.items()
    }
    joint = ", ".join(f'"{name}"' for name, output in OUTPUTS.items() if output.joint)
    return _table("ACTIVATE", "z", rows) + f"const JOINT = [{joint}];\n"


def cost_table() -> str:
    """Return the script's table COST of single outputs as functions of y, z and a.

    Each is the last of its forms, which stays right where a has rounded.
    """
    single = next(output for output in OUTPUTS.values() if output.is_probability and not output.joint)
    rows = {name: code.javascript(cost.forms(single, [Y], [Z], [A])[-1]) for name, cost in COSTS.items()}
    # ln(1 + x) would be 0 for a small x.
    precise = {name: row.replace("Math.log(1.0 + ", "Math.log1p(") for name, row in rows.items()}
    return _table("COST", "y, z, a", precise)


def _table(name: str, parameters: str, rows: dict[str, str]) -> str:
    lines = "".join(f"  {key}: ({parameters}) => {row},\n" for key, row in rows.items())
    return f"const {name} = {{\n{lines}}};\n"
