"""A likelihood × consequence matrix in three colours, and the axioms that it has to keep.

Both axes are shares of the worst, 0 to 1, cut into equal parts; the risk of a point is their product.

Source:
    L. A. Cox, What's wrong with risk matrices?, Risk Analysis 28 (2008): weak consistency, betweenness, consistent
    colouring (B).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from workbench.errors import Text

GREEN, YELLOW, RED = "green", "yellow", "red"
COLOURS = (GREEN, YELLOW, RED)
Cell = tuple[int, int]
"""Likelihood and consequence of a cell, each counted from 1."""

WEAK = Text("弱一致性", "weak consistency")
BETWEEN = Text("居间性", "betweenness")
CONSISTENT = Text("着色一致性", "consistent colouring")


@dataclass(frozen=True)
class Matrix:
    """Colours row by row, from the highest consequence down; columns are likelihoods from the lowest up."""

    rows: tuple[tuple[str, ...], ...]

    @property
    def size(self) -> int:
        """Return how many parts an axis has."""
        return len(self.rows)

    def colour(self, cell: Cell) -> str:
        """Return the colour of a cell."""
        likelihood, consequence = cell
        return self.rows[self.size - consequence][likelihood - 1]

    def cells(self, colour: str) -> tuple[Cell, ...]:
        """Return the cells of a colour."""
        return tuple(cell for cell in self if self.colour(cell) == colour)

    def __iter__(self) -> Iterator[Cell]:
        """Yield every cell."""
        places = range(1, self.size + 1)
        return ((likelihood, consequence) for likelihood in places for consequence in places)

    def at(self, likelihood: Fraction, consequence: Fraction) -> Cell:
        """Return the cell of two shares of the worst, 0 to 1; a border belongs to the higher cell."""
        first, second = (min(self.size, int(share * self.size) + 1) for share in (likelihood, consequence))
        return first, second

    def least(self, cell: Cell) -> Fraction:
        """Return the smallest risk of a cell's points."""
        return Fraction((cell[0] - 1) * (cell[1] - 1), self.size**2)

    def most(self, cell: Cell) -> Fraction:
        """Return the largest risk of a cell's points."""
        return Fraction(cell[0] * cell[1], self.size**2)


def faults(matrix: Matrix) -> tuple[Text, ...]:
    """Return the axioms that a matrix breaks; empty when it keeps all three.

    A matrix with other colours, or one that is not square, breaks consistent colouring.
    """
    rows: Sequence[Sequence[str]] = matrix.rows
    if any(len(row) != len(rows) or set(row) - set(COLOURS) for row in rows) or not rows:
        return (CONSISTENT,)
    checks = ((WEAK, _weakly_consistent), (BETWEEN, _between), (CONSISTENT, _consistent))
    return tuple(name for name, holds in checks if not holds(matrix))


def _weakly_consistent(matrix: Matrix) -> bool:
    """Every point of a red cell bears at least the risk of every point of a green one."""
    red, green = matrix.cells(RED), matrix.cells(GREEN)
    return not red or not green or min(map(matrix.least, red)) >= max(map(matrix.most, green))


def _between(matrix: Matrix) -> bool:
    """No rising line passes from a green cell into a red one without another colour between."""
    return all(matrix.colour(near) != RED for cell in matrix.cells(GREEN) for near in _upwards(matrix, cell))


def _upwards(matrix: Matrix, cell: Cell) -> Iterator[Cell]:
    """Yield the cells into which a rising line may leave a cell: to the right, up, across the upper right corner."""
    for step in ((1, 0), (0, 1), (1, 1)):
        near = cell[0] + step[0], cell[1] + step[1]
        if max(near) <= matrix.size:
            yield near


def _consistent(matrix: Matrix) -> bool:
    """Each cell has the colour that its risks ask for.

    Red is a cell with risks as high as in other red cells and none as small as in green ones; green one with risks as
    small as in other green cells and none as high as in red ones; yellow is all the rest, and what lies between.
    """
    red, green = matrix.cells(RED), matrix.cells(GREEN)
    if not red or not green:
        return False
    lowest_red = min(map(matrix.least, red))
    highest_green = max(map(matrix.most, green))
    for cell in matrix:
        high, small = matrix.most(cell) > lowest_red, matrix.least(cell) < highest_green
        colour = matrix.colour(cell)
        fits = {RED: not small, GREEN: not high, YELLOW: (high and small) or _touches_both(matrix, cell)}
        if not fits[colour] or (colour == YELLOW and not small):
            return False
    return True


def _touches_both(matrix: Matrix, cell: Cell) -> bool:
    """Whether a rising line leads from a green cell through this one straight into a red one."""
    below = {(cell[0] - 1, cell[1]), (cell[0], cell[1] - 1), (cell[0] - 1, cell[1] - 1)}
    comes = any(min(one) >= 1 and matrix.colour(one) == GREEN for one in below)
    return comes and any(matrix.colour(one) == RED for one in _upwards(matrix, cell))
