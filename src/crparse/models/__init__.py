"""Weights learned beforehand, each with its card: what it was trained on and how well it does."""
