"""The elements that a browser begins a new line with."""

HEADINGS = {f"h{level}": level for level in range(1, 7)}
LISTS = frozenset(("ol", "ul", "menu", "dir"))
CELLS = frozenset(("td", "th"))
BLOCKS = (
    frozenset(
        """
        address article aside blockquote body caption center dd details dialog div dl dt fieldset
        figcaption figure footer header hgroup hr html legend li main nav p pre search section
        summary table tbody tfoot thead tr
        """.split()
    )
    | frozenset(HEADINGS)
    | LISTS
    | CELLS
)
