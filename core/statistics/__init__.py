"""Comparing two methods over many seeds: epochs, pairs, exact tests, an interval, the best η, and the verdict."""
