"""Figures as a person reads them."""

_MINUTE = 60
_HOUR = 3600
_EXACT = 9.95  # seconds up to which tenths are of interest


def counted(number: int, noun: str) -> str:
    """A number of things, as in "1 document" and "1,234 documents"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def duration(seconds: float) -> str:
    """A time, as in "0.3 s", "42 s", "1 min 50 s" and "2 h 3 min"."""
    if seconds < _EXACT:
        return f"{max(seconds, 0):.1f} s"
    whole = round(seconds)
    if whole < _MINUTE:
        return f"{whole} s"
    if whole < _HOUR:
        return f"{whole // _MINUTE} min {whole % _MINUTE} s"
    return f"{whole // _HOUR:,} h {whole % _HOUR // _MINUTE} min"


def pace(a_second: float) -> str:
    """A rate, as in "1,234 a second" and "0.4 a second"."""
    return f"{a_second:,.0f} a second" if a_second >= _EXACT else f"{a_second:.1f} a second"
