"""Figures in newspaper text: numerals, number words, approximators, units, money.

The way of a text: tokens → amounts (numerals and number words with their scales) → figures (signs, approximators,
ranges) → units → a Quantity. The words are data: see `figures.toml` in each folder of `service/reading/lexicon`.
"""
