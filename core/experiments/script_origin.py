"""What the numbers of a user's own points are in the user's table, as comments of a script."""

from core.experiments.datasets import Origin


def origin_lines(origin: Origin | None) -> str:
    """Return comments with the names of columns and classes, and with the scaling; "" for points without an origin."""
    if origin is None:
        return ""
    lines = [
        f"# x{k} = ({_plain(name)}{_less(centre)}) / {_number(unit)}"
        for k, (name, centre, unit) in enumerate(zip(origin.inputs, *origin.scaling, strict=True), start=1)
    ]
    if origin.values is not None:
        centre, unit = (float(each[0]) for each in origin.values)
        lines.append(f"# y = ({_plain(origin.label)}{_less(centre)}) / {_number(unit)}")
    else:
        names = ", ".join(f"{k}: {_plain(name)}" for k, name in enumerate(origin.classes))
        lines.append(f"# y is the class of {_plain(origin.label)}: {names}")
    return "\n".join(lines)


def _plain(name: str) -> str:
    """Write a name within a comment: on one line, since what comes after its end would be run."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in name)


def _number(value: float) -> str:
    return repr(float(value))


def _less(value: float) -> str:
    """Write that a number is subtracted."""
    return f" - {_number(value)}" if value >= 0.0 else f" + {_number(-value)}"
