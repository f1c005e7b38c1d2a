"""A run as a stand-alone script: one file of NumPy that prints the same numbers as the page, digit by digit.

The script has only what its plan needs; the pieces are in `script_pieces.py`.
A function that A and B share is called by its name; where they differ, it is a field of the network, as in net.cost.
"""

from collections.abc import Sequence
from itertools import groupby, pairwise
from string import Template

from core.experiments import script_pieces as pieces
from core.experiments import script_training as training
from core.experiments.datasets import MOST_INPUTS, Dataset
from core.experiments.events import Event
from core.experiments.experiment import Experiment
from core.experiments.plan import Plan
from core.experiments.script_functions import cost_function, error_function, estimate_function, hidden_functions
from core.experiments.script_origin import origin_lines
from core.functions.activations import activation_named, output_named
from core.functions.cost import Cost
from core.functions.costs import cost_named
from core.networks.initial_weights import SCHEMES
from core.networks.optimizers import Settings
from core.networks.records import PIECE

LINES = 60
"""The largest number of printed lines of numbers."""

WIDTH = 110
COLUMN = 23

DIFFERENCES = {
    "cost": "the cost",
    "hidden": "the hidden activation",
    "eta": "the learning rate η",
    "init": "the first weights",
    "optimizer": "the optimiser",
    "none": "nothing",
}


def script(plan: Plan, events: Sequence[Event], updates: int, points: Dataset | None = None) -> str:
    """Return the text of a script that does the run up to so many updates, and prints its records.

    points are the user's own, as for `Experiment`; they are written into the script. It prints cost and accuracy of
    the records, for training and test, at the start, at the end of every so many epochs, and at the last update, which
    may be within an epoch. A network that diverges is left out with a message. Raises ValueError as `Experiment` does,
    and for a plan of several seeds.
    """
    if len(plan.seeds) > 1:
        raise ValueError(f"the plan has {len(plan.seeds)} seeds, but a script is of one: pass a plan with one of them")
    return _Script(Experiment(plan, events, points), events, updates).text()


class _Script:
    """The sections of a script, each a text without blank lines before or after it."""

    def __init__(self, experiment: Experiment, events: Sequence[Event], updates: int) -> None:
        self.experiment, self.plan, self.updates = experiment, experiment.plan, updates
        self.events = [event for event in events if event.updates < updates]
        self.plans = self.plan.networks()
        self.sizes = experiment.networks[0].sizes
        self.output = output_named(self.plan.output)
        self.penalised = bool(self.plan.l2 or self.plan.l1)

    def text(self) -> str:
        start = self.plans[0].seed
        seeds = pieces.SEEDS if start == self.plan.seed else self.fill(pieces.TWO_SEEDS, start=start)
        head = [self.head(), self.settings(), seeds]
        functions = [self.start(), *self.functions(), self.measure()]
        sections = [*head, self.points(), self.inputs(), self.split(), *functions, self.networks(), self.run()]
        return "\n\n\n".join(section.strip("\n") for section in sections) + "\n"

    # --- The functions of a network -----------------------------------------------------------------------------------

    def names(self, role: str) -> list[str]:
        """Return the function of each network for a role."""
        costs = [cost_named(each.cost) for each in self.plans]
        hidden = [activation_named(each.hidden).name for each in self.plans]
        return {
            "hidden": hidden,
            "slope": [f"{name}_slope" for name in hidden],
            "cost": [cost.name for cost in costs],
            "error": [_error_name(cost, costs) for cost in costs],
            "factor": [cost.script_factor for cost in costs],
            "optimizer": [each.optimizer for each in self.plans],
        }[role]

    def fill(self, text: str, **values: object) -> str:
        """Fill in the given values, and for each role the common name or the network's field."""
        roles = ("hidden", "slope", "cost", "error", "factor", "optimizer")
        return Template(text).substitute({role: self.called(role) for role in roles} | values)

    def called(self, role: str) -> str:
        names = self.names(role)
        return names[0] if len(set(names)) == 1 else f"net.{role}"

    def fields(self) -> list[str]:
        """Return the roles of a script with these layers in which the networks differ."""
        roles = ["cost", "error", "factor", "optimizer"]
        if len(self.sizes) > 2:
            roles = ["hidden", "slope", *roles]
        return [role for role in roles if len(set(self.names(role))) > 1]

    # --- Head and points ----------------------------------------------------------------------------------------------

    def head(self) -> str:
        layers = "–".join(map(str, self.sizes))
        title = f"A network of {layers} neurons, trained step by step."
        if len(self.plans) > 1:
            first, *others = self.plan.differing or ("none",)
            apart = "".join(f" and in {'η' if name == 'eta' else DIFFERENCES[name]}" for name in others)
            count = {2: "Two", 3: "Three", 4: "Four"}.get(len(self.plans), str(len(self.plans)))
            names = " and ".join([", ".join(self.plan.letters[:-1]), self.plan.letters[-1]])
            title = f"{count} networks of {layers} neurons: {names} differ in {DIFFERENCES[first]}{apart}."
        return self.fill(pieces.HEAD, title=title)

    def settings(self) -> str:
        trainer = self.experiment.trainer
        rows = self.updates / trainer.updates_per_epoch * len(self.plans)
        every = next(n for k in range(9) for n in (10**k, 2 * 10**k, 5 * 10**k) if rows / n <= LINES - 4)
        return self.fill(
            pieces.SETTINGS,
            seed=self.plan.seed,
            sizes=self.sizes,
            batch=trainer.batch_size,
            updates=self.updates,
            every=every,
        )

    def points(self) -> str:
        dataset, plan = self.experiment.dataset, self.plan
        if dataset.name in pieces.DRAW:
            draw = pieces.DRAW[dataset.name].strip("\n")
            return self.fill(pieces.DRAWN, n=plan.n, noise=float(plan.noise), draw=draw)
        numbers = [repr(value.item()) for x, y in zip(dataset.x, dataset.y, strict=True) for value in (*x, y)]
        width = dataset.x.shape[1]
        return self.fill(
            pieces.OWN,
            coordinates=", ".join(f"x{k + 1}" for k in range(width)),
            meaning="the class" if dataset.classes else "the value",
            origin=origin_lines(dataset.origin),
            table=_wrapped(numbers, width + 1),
            columns=width + 1,
        ).replace("another.\n\n", "another.\n")

    def inputs(self) -> str:
        features = "\n".join(
            f"    x[:, {k}] = {pieces.FEATURES.get(name, name)}" for k, name in enumerate(self.plan.features)
        )
        coordinates = "\n".join(f"    x{k + 1} = points[:, {k}]" for k in range(MOST_INPUTS) if f"x{k + 1}" in features)
        columns = len(self.plan.features) + 1
        inputs = self.fill(pieces.INPUTS, coordinates=coordinates, columns=columns, features=features)
        low, high = self.output.targets
        if self.experiment.dataset.classes == 0:
            targets = "y[:, None]"
        elif self.sizes[-1] == 1:
            targets = f"np.where(y == 1, {high}, {low})[:, None]"
        else:
            targets = f"np.where(y[:, None] == np.arange({self.sizes[-1]}), {high}, {low})"
        return f"{inputs.rstrip()}\n\n{self.fill(pieces.TARGETS, targets=targets)}"

    def split(self) -> str:
        tested = len(self.experiment.test)
        split = self.fill(pieces.SPLIT, tested=tested) if tested else pieces.NO_SPLIT
        return f"{split}{pieces.PER_EPOCH}"

    # --- The networks -------------------------------------------------------------------------------------------------

    def start(self) -> str:
        plan = self.plan
        last = self.fill(pieces.OUTPUT_SCALE, output_scale=float(plan.output_scale)) if plan.output_scale != 1.0 else ""
        last += self.fill(pieces.OUTPUT_BIAS, output_bias=float(plan.output_bias)) if plan.output_bias else ""
        draws = _each(pieces.DRAW_WEIGHTS, [each.init for each in self.plans])
        text = self.fill(pieces.START, draws="\n\n\n".join(draws), scale=float(plan.scale), last=last)
        return text if plan.scale != 1.0 else text.replace("1.0 * draw", "draw")

    def functions(self) -> list[str]:
        """Return the functions of z and a, the costs and their errors, the passes and the steps."""
        output = self.output
        activations = {activation_named(each.hidden): None for each in self.plans} if len(self.sizes) > 2 else {}
        costs = {cost_named(each.cost): None for each in self.plans}
        errors = {_error_name(cost, list(costs)): cost for cost in reversed(costs)}
        return [
            *(hidden_functions(activation) for activation in activations),
            estimate_function(output),
            *(cost_function(cost, output) for cost in costs),
            *(error_function(name, cost, output) for name, cost in reversed(errors.items())),
            self.fill(training.DEEP if len(self.sizes) > 2 else training.SHALLOW),
            *([training.WEIGHTS_ONLY] if self.penalised else []),
            *(self.step(name) for name in dict.fromkeys(self.names("optimizer"))),
        ]

    def step(self, optimizer: str) -> str:
        if optimizer == "sgd" and not self.penalised:
            return self.fill(training.PLAIN_SGD)
        mean = self.fill("    g = g * ($factor / batch)  # the mean over the batch\n")
        mean += self.fill(training.L2, l2=float(self.plan.l2)) if self.plan.l2 else ""
        mean += self.fill(training.L1, l1=float(self.plan.l1)) if self.plan.l1 else ""
        constants = vars(Settings(float(self.plan.momentum)))
        return self.fill(training.OPTIMIZER[optimizer], **{**constants, "mean": mean})

    def networks(self) -> str:
        """Return each network with its start, its learning rate, the fields that differ, and its optimizer's memory."""
        texts: list[str] = []
        for k, (name, plan) in enumerate(zip(self.plan.letters, self.plans, strict=True)):
            bias = SCHEMES[plan.init].bias
            theta = f"start({plan.init}, {bias})" if bias else f"start({plan.init})"
            fields = {"name": f'"{name}"', "theta": theta, "eta": repr(float(plan.eta))}
            fields |= {role: self.names(role)[k] for role in self.fields()}
            lines = "".join(f"    {field}={value},\n" for field, value in fields.items())
            lines += "".join(f"    {each}=0.0,  # the optimiser's memory\n" for each in training.MEMORY[plan.optimizer])
            texts.append(f"{name} = SimpleNamespace(\n{lines})")
        return "\n".join(texts)

    # --- The run ------------------------------------------------------------------------------------------------------

    def measured(self) -> list[tuple[str, str]]:
        """Return the names of the measures, and the value for each instance, given y and z."""
        found = [("cost", self.fill("$cost({y}, z)"))]
        if self.experiment.dataset.classes:
            middle = self.output.middle
            right = f"(estimate(z) > {middle}) == ({{y}} > {middle})"
            if self.sizes[-1] > 1:
                right = "np.argmax(estimate(z), axis=1) == np.argmax({y}, axis=1)"
            found.append(("accuracy", right))
        return found

    def measure(self) -> str:
        found = self.measured()
        what = " and the ".join(["The cost", "share of right answers"][: len(found)])
        if max(len(self.experiment.training), len(self.experiment.test)) <= PIECE:
            means = ", ".join(f"np.mean({each.format(y='y')})" for _, each in found)
            return self.fill(training.MEASURE, what=what, means=means)
        sums = "".join(f"\n            np.sum({each.format(y='wanted')})," for _, each in found) + "\n        "
        return self.fill(training.MEASURE_IN_PIECES, what=what, count=len(found), piece=PIECE, sums=sums)

    def run(self) -> str:
        columns = [name for name, _ in self.measured()]
        numbers = "measure(net, X, Y)"
        if len(self.experiment.test):
            columns += [f"test {name}" for name in columns]
            numbers += " + measure(net, X_TEST, Y_TEST)"
        header = "epoch   net  " + " ".join(f"{name:<{COLUMN}}" for name in columns)
        change = self.fill(training.CHANGE, changes=self.changes()) if self.events else ""
        return self.fill(
            training.RUN,
            numbers=numbers,
            width=COLUMN,
            change=change,
            networks=f"[{', '.join(self.plan.letters)}]",
            header=repr(header.rstrip()).replace("'", '"'),
            changing="    change()\n" if self.events else "",
        )

    def changes(self) -> str:
        lines: list[str] = []
        for updates, together in groupby(self.events, key=lambda event: event.updates):
            lines += [f"    if updates == {updates}:", *(f"        {self.change(event)}" for event in together)]
        return "\n".join(lines)

    def change(self, event: Event) -> str:
        name, value = self.plan.letters[event.variant], repr(float(event.value))
        if event.parameter is None:
            changed = self.plan.letters if self.plan.one_eta else name
            return f"{' = '.join(f'{letter}.eta' for letter in changed)} = {value}"
        return f"{name}.theta[{event.parameter}] = {value}  # {_parameter(event.parameter, self.sizes)}"


def _error_name(cost: Cost, costs: Sequence[Cost]) -> str:
    """Return the name for the δ of a cost: that of the first cost with the same rule."""
    return next(each.name for each in costs if each.rule == cost.rule) + "_error"


def _each(table: dict[str, str], names: Sequence[str]) -> list[str]:
    """Return the pieces of these names, each once."""
    return [table[name].strip("\n") for name in dict.fromkeys(names)]


def _parameter(index: int, sizes: Sequence[int]) -> str:
    """Say in words which parameter has this index in theta."""
    for layer, (n, m) in enumerate(pairwise(sizes), start=1):
        if index < m * (n + 1):
            neuron, place = divmod(index, n + 1)
            what = "the bias" if place == n else f"the weight from {place + 1}"
            return f"layer {layer}, neuron {neuron + 1}: {what}"
        index -= m * (n + 1)
    raise ValueError(f"there is no parameter {index} more than those of sizes {tuple(sizes)}: pass a smaller index")


def _wrapped(numbers: Sequence[str], width: int = 3) -> str:
    """Return rows of numbers, in groups of this width, as many as fit on a line."""
    groups = [", ".join(numbers[k : k + width]) for k in range(0, len(numbers), width)]
    lines = [f"    {groups[0]},"]
    for group in groups[1:]:
        if len(lines[-1]) + len(group) + 4 <= WIDTH:
            lines[-1] += f"  {group},"
        else:
            lines.append(f"    {group},")
    return "\n".join(lines)
