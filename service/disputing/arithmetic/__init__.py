"""Arithmetic across claims: which cannot all be true together, with the sum written out. Evidence, never a verdict."""

from service.disputing.arithmetic.finding import find_evidence

__all__ = ["find_evidence"]
