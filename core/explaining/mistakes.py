"""Mistakes people make in backpropagation: what each does to the gradient, when it is invisible, what it costs.

All are found in published teaching code. Some only slow training down, one even speeds it up, and with nearly all of
them the cost still falls. So a falling cost proves nothing; a gradient check does.
"""

from dataclasses import dataclass

from core.explaining.reasons import (
    Reason,
    say_always_seen,
    say_no_extra_bias,
    say_no_hidden_slope,
    say_no_order,
    say_no_slope_dropped,
    say_no_slope_kept,
    say_no_slope_of_a,
    say_no_slope_with_a,
    say_no_sum,
)
from core.explaining.wrong_gradients import (
    Wrong,
    bias_per_weight,
    drop_slope,
    hidden_slope_at_output,
    keep_slope,
    slope_of_a,
    slope_with_a,
    sum_over_batch,
    update_before_passing,
    wrong_sign,
)
from core.functions.activations import output_named
from core.functions.output import Output


@dataclass(frozen=True)
class Mistake:
    """A mistake: its name, the right line of code and the wrong one, and the gradient that it gives.

    of says which check shows it: the check of the "gradient" or, for a mistake of order, only that of the "update".
    """

    name: str
    label: str
    right: str
    wrong: str
    gradient: Wrong
    reason: Reason
    of: str = "gradient"
    with_softmax: tuple[str, str] | None = None
    """Both lines for a softmax output, where they differ: its slope is a matrix, the Jacobian."""
    right_for_sums: bool = False
    """Whether what was written is right if the cost of a batch is a sum over its instances."""

    def code(self, output: Output | str, reduction: str = "mean") -> tuple[str, str]:
        """Return the right line and the wrong one; where the mistake is no mistake, both are the same."""
        if reduction != "mean" and self.right_for_sums:
            return self.wrong, self.wrong
        return self.with_softmax if output_named(output).joint and self.with_softmax else (self.right, self.wrong)


MISTAKES: dict[str, Mistake] = {
    mistake.name: mistake
    for mistake in (
        Mistake(
            "drop_slope",
            "σ′ dropped at the output (quadratic cost)",
            "delta = dC_da * slope(z)",
            "delta = dC_da",
            drop_slope,
            say_no_slope_dropped,
            with_softmax=("delta = jacobian(z) @ dC_da", "delta = dC_da"),
        ),
        Mistake(
            "keep_slope",
            "σ′ kept at the output (cross-entropy)",
            "delta = a - y",
            "delta = (a - y) * slope(z)",
            keep_slope,
            say_no_slope_kept,
        ),
        Mistake(
            "slope_with_a",
            "∂C/∂a in place of ∂C/∂z (cross-entropy)",
            "delta = a - y",
            "delta = (a - y) / (a * (1 - a))",
            slope_with_a,
            say_no_slope_with_a,
            with_softmax=("delta = a - y", "delta = -y / a"),
        ),
        Mistake(
            "hidden_slope",
            "The hidden layers' σ′ at the output",
            "delta = dC_da * output_slope(z)",
            "delta = dC_da * hidden_slope(z)",
            hidden_slope_at_output,
            say_no_hidden_slope,
            with_softmax=("delta = jacobian(z) @ dC_da", "delta = dC_da * hidden_slope(z)"),
        ),
        Mistake(
            "bias_per_weight",
            "∂C/∂b added once for every weight",
            "for w in weights: ...\ngradient_b += delta",
            "for w in weights: ...\n    gradient_b += delta",
            bias_per_weight,
            say_no_extra_bias,
        ),
        Mistake(
            "sum_over_batch",
            "Sum over the batch in place of the mean",
            "gradient = delta.T @ a / n",
            "gradient = delta.T @ a",
            sum_over_batch,
            say_no_sum,
            right_for_sums=True,
        ),
        Mistake("slope_of_a", "σ′ of a in place of z", "slope(z)", "slope(a)", slope_of_a, say_no_slope_of_a),
        Mistake(
            "update_order",
            "A layer updated before its δ is passed down",
            "below = delta @ W * slope(z)\nW -= eta * gradient",
            "W -= eta * gradient\nbelow = delta @ W * slope(z)",
            update_before_passing,
            say_no_order,
            of="update",
        ),
        Mistake(
            "wrong_sign",
            "Wrong sign",
            "theta -= eta * gradient",
            "theta += eta * gradient",
            wrong_sign,
            say_always_seen,
        ),
    )
}


def mistake_named(mistake: Mistake | str) -> Mistake:
    """Return the mistake of a name; a Mistake is returned as it is. An unknown name raises ValueError."""
    if isinstance(mistake, Mistake):
        return mistake
    if mistake not in MISTAKES:
        raise ValueError(f"the mistake is {mistake!r}, but it must be one of {', '.join(MISTAKES)}: name one of them")
    return MISTAKES[mistake]
