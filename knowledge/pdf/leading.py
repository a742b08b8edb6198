"""How far the lines of a paragraph are apart."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from knowledge.pdf.lines import Line

_LOOSER = 1.18
# What a distance has of the size of the type where a file is too short to tell.
_USUAL = 1.35
_COMMON = 0.12
_FEW = 6
_RESIZED = 0.07


class Leading:
    """How far the lines of a paragraph are apart, by the size of the type."""

    def __init__(self, columns: Sequence[Sequence[Line]]) -> None:
        steps: dict[float, list[float]] = defaultdict(list)
        for column in columns:
            for line, after in pairwise(column):
                if line.style.size == after.style.size and line.baseline > after.baseline:
                    steps[line.style.size].append(line.baseline - after.baseline)
        told = {size: found for size, found in steps.items() if len(found) >= _FEW}
        self._usual = {size: _smallest_common(found) for size, found in told.items()}
        body = max(told, key=lambda size: len(told[size]), default=None)
        self._ratio = self._usual[body] / body if body else _USUAL

    def sets_apart(self, line: Line, after: Line) -> bool:
        """Whether the space between two lines, or their size, shows that they are two things."""
        one, other = line.style.size, after.style.size
        return abs(one - other) > _RESIZED * max(one, other) or self.parts(line, after)

    def parts(self, line: Line, after: Line) -> bool:
        """Whether the space between two lines is wider than a paragraph's."""
        size = max(line.style.size, after.style.size)
        usual = self._usual.get(size, self._ratio * size)
        # A larger word makes room for itself.
        larger = max(token.style.size for token in after.tokens) - after.style.size
        return line.baseline - after.baseline > _LOOSER * usual + max(0.0, larger) * self._ratio


def _smallest_common(steps: list[float]) -> float:
    """The smallest of the distances that come up again and again."""
    counted = Counter(round(step * 2) / 2 for step in steps)
    common = [step for step, count in counted.items() if count >= _COMMON * len(steps)]
    return min(common, default=min(steps))
