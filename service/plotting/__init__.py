"""Plots as SVG: pure, without a script, with a text that says the same. Light and dark as the reader's page is."""

from service.plotting.disputes import plot_dispute
from service.plotting.series import NARROWEST, WIDEST, plot_series

__all__ = ["NARROWEST", "WIDEST", "plot_dispute", "plot_series"]
