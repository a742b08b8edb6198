"""How a page is turned so that its text is level."""

from dataclasses import dataclass

from knowledge.layout import Box


@dataclass(frozen=True, slots=True)
class Frame:
    """The quarter turns, clockwise, that make a page's text level, and the bounds of the page.

    `bounds` are in the page's own coordinates.
    """

    quarters: int
    bounds: Box

    @property
    def level(self) -> Box:
        """The bounds of the level page."""
        return self.levelled(self.bounds)

    def levelled(self, box: Box) -> Box:
        """A box of the page, on the level page."""
        for _ in range(self.quarters):
            box = Box(box.bottom, -box.right, box.top, -box.left)
        return box

    def shows(self, box: Box) -> bool:
        """Whether any of the box is within the page's bounds."""
        return (
            box.left < self.bounds.right
            and box.right > self.bounds.left
            and box.bottom < self.bounds.top
            and box.top > self.bounds.bottom
        )
