"""Backpropagation explained: every quantity with its formula, the gradient check, and planted mistakes to find."""
