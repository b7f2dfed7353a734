"""How far a counted share may be from the true one: Wilson's score interval."""

from dataclasses import dataclass
from math import sqrt

#: Quantile of the normal distribution for an interval of 95 %.
_Z = 1.959964


@dataclass(frozen=True, slots=True)
class Share:
    """``hits`` of ``cases``, with the interval that holds the true share in 95 of 100 samples."""

    hits: int
    cases: int

    @property
    def value(self) -> float:
        """The share itself, from 0 to 1; 1 where there was no case."""
        return self.hits / self.cases if self.cases else 1.0

    @property
    def interval(self) -> tuple[float, float]:
        """Lower and upper end of the interval, from 0 to 1.

        Source: E. B. Wilson, Journal of the American Statistical Association 22 (1927), 209-212.

        >>> [round(end, 3) for end in Share(9, 10).interval]
        [0.596, 0.982]
        """
        if not self.cases:
            return 0.0, 1.0
        share, size = self.value, self.cases
        centre = share + _Z * _Z / (2 * size)
        spread = _Z * sqrt(share * (1 - share) / size + _Z * _Z / (4 * size * size))
        scale = 1 + _Z * _Z / size
        return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)

    def __str__(self) -> str:
        """Write the share and its interval: ``0.900 [0.596, 0.982]``."""
        low, high = self.interval
        return f"{self.value:.3f} [{low:.3f}, {high:.3f}]"
