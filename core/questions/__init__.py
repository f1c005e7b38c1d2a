"""Questions to guess at before the answer is shown: their numbers come from a seed, their answers are computed."""
