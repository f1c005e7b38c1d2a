"""Checks of a trainer's arguments: networks, data, and settings with a value for each network."""

from collections.abc import Iterable, Sequence
from typing import TypeVar, cast

import numpy.typing as npt

from core.functions.activations import activation_named
from core.networks.network import Network
from core.networks.prepared import Prepared

Value = TypeVar("Value")


def one_for_each(name: str, value: Value | Iterable[Value], networks: int) -> list[Value]:
    """Return the setting of each network: one value for all, or as given; ValueError for a wrong number of values."""
    if isinstance(value, str) or not isinstance(value, Iterable):
        return [cast(Value, value)] * networks
    values = list(cast(Iterable[Value], value))
    if len(values) != networks:
        raise ValueError(f"there are {len(values)} values of {name} for {networks} networks: pass one, or one for each")
    return values


def checked_networks(network: Network | Sequence[Network]) -> tuple[Network, ...]:
    """Return one or several networks as a tuple; ValueError unless there is at least one and all have one shape.

    Networks whose hidden layers have different activations, or whose cost is a sum over the batch, are refused: the
    engine computes the slopes of all hidden layers in two calls, and a mean. `Network.gradient` computes theirs.
    """
    networks = (network,) if isinstance(network, Network) else tuple(network)
    shapes = {each.sizes for each in networks}
    if len(shapes) != 1:
        raise ValueError(
            f"the networks have the shapes {sorted(shapes)}, but a trainer needs one or more networks of one shape: "
            "give each shape a trainer of its own"
        )
    for each in networks:
        activation_named(each.hidden)  # raises ValueError if there are several
        if each.reduction != "mean":
            raise ValueError(
                "a network's cost is a sum over the batch, but a trainer takes the mean: build the network with the "
                "mean, and multiply the learning rate by the size of the batch"
            )
    return networks


def checked_dropout(p: float | Sequence[float], networks: Sequence[Network]) -> list[float]:
    """Return p of each network; ValueError unless it is from 0 to below 1, and 0 where there is no hidden layer."""
    shares = one_for_each("dropout", p, len(networks))
    for share, network in zip(shares, networks, strict=True):
        if not 0.0 <= share < 1.0:
            raise ValueError(
                f"dropout is {share:g}, but it is the share of neurons that an update leaves out: "
                "pass 0 for none, or more, below 1"
            )
        if share and len(network.sizes) == 2:
            raise ValueError(
                f"dropout is {share:g}, but it leaves out neurons of the last hidden layer, and a network of sizes "
                f"{'-'.join(map(str, network.sizes))} has no hidden layer: pass 0, or add a hidden layer"
            )
    return shares


def checked_data(
    networks: Sequence[Network],
    x: npt.ArrayLike | Prepared,
    y: npt.ArrayLike | None,
    dtype: npt.DTypeLike,
    *,
    shuffle: bool = True,
) -> Prepared:
    """Return prepared data as they are, or prepare them; ValueError if they do not fit a network or the settings."""
    data = x if isinstance(x, Prepared) else _prepared(x, y, dtype)
    if data.dtype != dtype:
        raise ValueError(f"the data are prepared as {data.dtype}, but dtype is {dtype}: prepare them anew")
    if not shuffle and data.starts(range(len(networks))) is not None:
        raise ValueError("each network has data of its own, and takes them in random order: leave shuffle at True")
    for network in networks:
        _check_pair(network, data)
    return data


def _prepared(x: npt.ArrayLike, y: npt.ArrayLike | None, dtype: npt.DTypeLike) -> Prepared:
    if y is None:
        raise ValueError("y is missing: pass the classes or targets of x, or prepared data instead of x")
    return Prepared(x, y, dtype)


def _check_pair(network: Network, data: Prepared) -> None:
    inputs = data.inputs
    if inputs != network.sizes[0]:
        raise ValueError(f"x has {inputs} columns, but the network {network.sizes[0]} inputs: pass as many columns")
    targets = data.targets(network.output_function, network.sizes[-1])
    network.cost_function.check_targets(network.output_function, targets)
