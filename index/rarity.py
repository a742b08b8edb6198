"""How much a word counts by how few texts hold it."""

import numpy as np
import numpy.typing as npt


def rarity(held: npt.ArrayLike, texts: int) -> npt.NDArray[np.float64]:
    """The inverse document frequency (Sparck Jones 1972) of words that `held` of `texts` hold.

    Smoothed so that a word of every text still counts a little, and one of no text for most.
    """
    return np.log((texts + 1) / (np.asarray(held, np.float64) + 0.5))
