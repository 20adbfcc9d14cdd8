"""The handwritten digits of lesson 6 (source and licence: utils/data/README.md)."""

from pathlib import Path

import numpy as np

FILE = Path(__file__).parent / "data" / "digits.npz"
DARKEST = 16


def load_digits():
    """(images, labels): (1797, 64) grey values from 0 (white) to 1 (black), and the digits, (1797,) integers.

    A row of images is an 8 x 8 picture, row by row.
    """
    with np.load(FILE) as file:
        return file["images"] / DARKEST, file["labels"].astype(int)
