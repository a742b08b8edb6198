"""What holds of every text that was read off pages."""

import re
from itertools import pairwise

from knowledge.content import Content


def covered(content: Content) -> None:
    """Fail unless every word is one, and all that is not is white space or parts two cells."""
    assert content.layout is not None
    words, text = content.layout.words, content.text
    assert all(re.fullmatch(r"\S+", text[word.start : word.end]) for word in words)
    assert all(word.end <= after.start for word, after in pairwise(words))
    starts = [*(word.start for word in words), len(text)]
    between = (
        text[end:start] for end, start in zip([0, *(w.end for w in words)], starts, strict=True)
    )
    assert all(gap.isspace() or gap in ("", " | ") for gap in between)
    assert all(0 <= word.page < len(content.layout.pages) for word in words)
    assert [word.line for word in words] == sorted(word.line for word in words)
