"""Backpropagation explained: every quantity with its formula, the gradient check, and mistakes to be found."""
