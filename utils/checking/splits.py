"""Samples put aside: is each in exactly one part, with its label, and did chance choose?"""

import numpy as np

from .shuffled import Finding, complaint_of_parts, draw_samples, pair, places, triples, turned

NO_PAIRS = Finding("not two pairs", "Two pairs are expected, (X_kept, Y_kept) and (X_held, Y_held), arrays with a row a sample.")
FLAT = Finding("four arrays", "Four arrays come back; two pairs are expected: (X_kept, Y_kept), (X_held, Y_held).")
SWAPPED = Finding("parts swapped", "The two parts are swapped: the samples that are kept come first.")
TURNED = Finding("labels first", "The pairs are the other way round: the images come first, then their labels.")
BLOCK = Finding("one block", "The part that is put aside is one block of neighbours in the file: only where it begins is drawn.")
STAYS = Finding("never put aside", "The first or the last sample of the file can never be put aside: every sample should be "
                                   "as likely as any other.")
COUNT = Finding("wrong number held", "The part that is put aside has not n_held samples.")
LEAK = Finding("test data leaks",
                 "Some samples are in both parts: what the test asks has then been seen in training.")
REPLACED = Finding("drawn with replacement", "Some samples come twice within a part: draw each at most once.")
LOST = Finding("samples lost", "Some samples are in neither part.")
APART = Finding("labels shuffled apart",
                  "The images are there, but not with their own labels: X and Y have to be split by the same row numbers.")
UNSHUFFLED = Finding("not shuffled",
                       "The split follows the order of the file. Files are often sorted, by class or by writer: draw at random.")
FIXED = Finding("rng not used", "Other random numbers give the same split: draw it from rng, the generator that is handed in.")
ELSEWHERE = Finding("random numbers from elsewhere",
                      "Called twice with the same rng state, it gives two splits: all chance should come from rng.")


def verify(cases, values):
    """The first thing wrong with the two parts of any case, or with the choice taken over all; None for right ones."""
    chosen, sorted_ends, blocks, stays = [], [], [], {0, -1}
    for (X, Y, n_held, _), value in zip(cases, values):
        complaint = _complaint(value, X, Y, n_held)
        if complaint:
            return complaint
        held = set(places(pair(value[1])[0], X))
        chosen.append(held)
        sorted_ends.append(held in (set(range(n_held)), set(range(len(X) - n_held, len(X)))))
        blocks.append(sum((row + 1) % len(X) not in held for row in held) == 1)
        stays -= ({0} if 0 in held else set()) | ({-1} if len(X) - 1 in held else set())
    if all(sorted_ends):
        return UNSHUFFLED
    if any(chosen[start] != chosen[start + 2] for start in triples(cases)):
        return ELSEWHERE
    if all(chosen[start] == chosen[start + 1] for start in triples(cases)):
        return FIXED
    return BLOCK if all(blocks) else STAYS if stays else None


def _complaint(value, X, Y, n_held):
    if isinstance(value, (list, tuple)) and len(value) == 4 and all(isinstance(item, np.ndarray) for item in value):
        return FLAT
    parts = [pair(item) for item in value] if isinstance(value, (list, tuple)) and len(value) == 2 else [None]
    if None in parts:
        return NO_PAIRS
    if all(turned(item, X, Y) for item in value):
        return TURNED
    complaint, (kept, held) = complaint_of_parts(parts, X, Y)
    if complaint and complaint.name == "samples changed":
        return complaint
    if set(kept) & set(held):
        return LEAK
    if len(set(kept)) < len(kept) or len(set(held)) < len(held):
        return REPLACED
    if complaint:
        return LOST if complaint.name == "samples lost" else APART
    if len(held) != n_held:
        return SWAPPED if len(kept) == n_held else COUNT
    return None


def cases(rng):
    """Arguments of split_data, with what each brings to light."""
    one, other = (int(seed) for seed in rng.integers(2**31, size=2))
    X, Y = draw_samples(rng, 17, 3, 4)                                   # 17 = 12 + 5: the parts cannot be taken for each other
    for seed in (one, other, one):                               # the same seed again: is it rng that decides?
        yield X, Y, 5, np.random.default_rng([seed, 1])
    yield rng.permutation(42).reshape(14, 3), np.eye(2)[np.arange(14) // 7], 4, np.random.default_rng(other)
                                                                 # whole numbers; sorted by class: unshuffled ends hurt
    X, Y = draw_samples(rng, 11, 2, 3)
    yield X, Y, 8, np.random.default_rng(one)                    # more held than kept
    yield X, Y, 1, np.random.default_rng(other)
    X, Y = draw_samples(rng, 60, 2, 3)
    for seed in (one, other, one + other):                       # a right answer keeps the last sample thrice once in 216,000 times
        yield X, Y, 59, np.random.default_rng(seed)
