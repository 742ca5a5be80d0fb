"""Means over a Beta law, by Gauss's quadrature: exact for polynomials, of any shape of the law."""

from __future__ import annotations

import numpy as np
from scipy.linalg import eigh_tridiagonal

from kpi_core.lifetime.climbing import Numbers


def beta_nodes(a: float, b: float, nodes: int = 64) -> tuple[Numbers, Numbers]:
    """
    Return places in [0, 1] and weights of sum 1: the mean of f over Beta(a, b) is weights @ f(places).

    Golub & Welsch (1969), on the recurrence of Jacobi's polynomials.
    """
    alpha, beta = b - 1.0, a - 1.0
    k = np.arange(1, nodes, dtype=float)
    whole = 2 * k + alpha + beta
    diagonal = np.empty(nodes)
    diagonal[0] = (beta - alpha) / (alpha + beta + 2)
    diagonal[1:] = (beta - alpha) * (beta + alpha) / (whole * (whole + 2))
    squared = 4 * k * (k + alpha) * (k + beta) * (k + alpha + beta)
    below = whole**2 * (whole + 1) * (whole - 1)
    # The first one as a limit: a + b = 1 divides zero by zero.
    squared[0] = 4 * (1 + alpha) * (1 + beta)
    below[0] = whole[0] ** 2 * (whole[0] + 1)
    beside = np.sqrt(squared / below)
    values, vectors = eigh_tridiagonal(diagonal, beside)
    return np.clip((values + 1) / 2, 0.0, 1.0), vectors[0] ** 2
