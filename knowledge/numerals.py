"""Numbers as letters and as the Romans wrote them."""

_A = ord("a")
_LETTERS = 26
_ROMAN = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        "m cm d cd c xc l xl x ix v iv i".split(),
        strict=True,
    )
)
_LARGEST_ROMAN = 3999


def letters(number: int) -> str:
    """A number from 1 on as a, b … z, aa, ab …; another in digits."""
    if number < 1:
        return str(number)
    written = ""
    while number:
        number, digit = divmod(number - 1, _LETTERS)
        written = chr(_A + digit) + written
    return written


def repeated_letters(number: int) -> str:
    """A number from 1 on as a, b … z, aa, bb …, as Word counts; another in digits."""
    if not 1 <= number <= _LETTERS * _LETTERS:
        return str(number)
    times, digit = divmod(number - 1, _LETTERS)
    return chr(_A + digit) * (times + 1)


def roman(number: int) -> str:
    """A number as i, ii, iii, iv …; in digits where the Romans had none."""
    if not 1 <= number <= _LARGEST_ROMAN:
        return str(number)
    written = ""
    for value, sign in _ROMAN:
        times, number = divmod(number, value)
        written += sign * times
    return written
