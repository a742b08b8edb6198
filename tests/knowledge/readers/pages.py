"""Pages of a website with an article of three paragraphs."""

PROSE = (
    "Lantern House opposes the harbor curfew, which closes the piers to every child under sixteen.",
    "Last winter our boat pulled thirty-one children out of the strait, and none had a home.",
    "We ask the Assembly for a second rescue boat, and for a radio mast on the northern cape.",
)
PARAGRAPHS = "".join(f"<p>{words}</p>" for words in PROSE)


def page(body: str = PARAGRAPHS, head: str = "", attributes: str = "") -> bytes:
    """A page with a body in its article."""
    return (
        f"<!DOCTYPE html><html {attributes}><head><meta charset=utf-8>{head}</head><body>"
        "<header><nav><a href=/>Home</a> <a href=/news>News</a></nav></header>"
        f"<main><article><h1>The Harbor Curfew</h1>{body}</article></main>"
        "<footer><p>Lantern House, Pier 4, Port Brasa. A charity since 1911.</p></footer>"
        "</body></html>"
    ).encode()
