"""Painting the gas view: cells with their parts, signs below them, bars of totals."""
