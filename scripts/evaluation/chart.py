"""A chart: two axes and what is drawn between them, in the units of the axes."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

WIDTH, HEIGHT = 420, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 396, 28, 256  # of the space between the axes
_RADIUS = 14.0  # of a dot of size 1
_GAP, _LETTER = 4, 12  # between a dot and its label, and the label's height

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Axis:
    """What an axis measures, from where to where, and the labels on it by place."""

    label: str
    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]

    @classmethod
    def shares(cls, label: str, high: float = 1.0) -> "Axis":
        """An axis of shares from 0 to `high`, labelled in percent."""
        places = [high * step / 4 for step in range(5)]
        return cls(label, 0.0, high, tuple((p, f"{100 * p:.3g} %") for p in places))


@dataclass(frozen=True, slots=True)
class Line:
    """Places joined by a line; `tone` is its colour's name."""

    tone: str
    places: Sequence[Place]
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """A place with what it says when pointed at; `size` is its area, of at most 1.

    `low` and `high` are the ends of the line through it, where there is one, and `label` is
    written beside it.
    """

    tone: str
    place: Place
    says: str
    size: float = 0.1
    low: float | None = None
    high: float | None = None
    label: str = ""

    @property
    def radius(self) -> float:
        """Its radius, in the chart's own units."""
        return _RADIUS * sqrt(self.size)


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar between two corners, with what it says when pointed at."""

    tone: str
    start: Place
    end: Place
    says: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart. `rule` is a place on the first axis that is marked, `key` the tones' meaning."""

    title: str
    says: str
    x: Axis
    y: Axis
    key: tuple[tuple[str, str], ...] = ()
    lines: tuple[Line, ...] = ()
    dots: tuple[Dot, ...] = ()
    bars: tuple[Bar, ...] = ()
    rule: float | None = None

    def across(self, x: float) -> float:
        """Where a value of the first axis lies, from the left."""
        return _LEFT + (_RIGHT - _LEFT) * (x - self.x.low) / (self.x.high - self.x.low)

    def down(self, y: float) -> float:
        """Where a value of the second axis lies, from the top."""
        return _BOTTOM - (_BOTTOM - _TOP) * (y - self.y.low) / (self.y.high - self.y.low)

    def beside(self, dot: Dot) -> float:
        """Where the label of a dot lies, from the top: above it, or under one that is high up."""
        middle = self.down(dot.place[1])
        above = middle - dot.radius - _GAP
        return above if above > _TOP + _LETTER else middle + dot.radius + _LETTER

    def path(self, line: Line) -> str:
        """A line as the points of an SVG polyline."""
        return " ".join(f"{self.across(x):.1f},{self.down(y):.1f}" for x, y in line.places)
