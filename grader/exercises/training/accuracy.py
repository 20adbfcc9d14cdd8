"""accuracy: how often the likeliest class is the true one."""

import numpy as np

from grader.exercise import SLIP, Mistake


def reference(P, Y):
    """accuracy = 1/N · (number of rows n with argmax_i P[n, i] = argmax_i Y[n, i])

    P: (N, C), probabilities. Y: (N, C), one-hot. Returns a number between 0 and 1.
    """
    return float(np.mean(np.argmax(np.asarray(P), axis=1) == np.argmax(np.asarray(Y), axis=1)))


def inputs(rng):
    for N, C, right in ((7, 3, 4), (11, 4, 3), (5, 6, 5), (9, 2, 1), (8, 8, 3), (6, 3, 0)):   # N = C once: axis 0 fits too
        P = rng.dirichlet(np.ones(C), size=N)
        guess = np.argmax(P, axis=1)
        labels = np.where(np.arange(N) < right, guess, (guess + 1 + rng.integers(C - 1, size=N)) % C)
        order = rng.permutation(N)
        yield P[order], np.eye(C)[labels[order]]
    yield np.array([[0.4, 0.35, 0.25], [0.3, 0.3, 0.4]]), np.array([[1, 0, 0], [1, 0, 0]])   # no p above 1/2, whole Y
    yield np.array([[0.2, 0.8]]), np.array([[0, 1]])                                         # a single sample


def _entries(P, Y, predicted):
    return np.mean(predicted == np.asarray(Y))


def _balanced(P, Y):
    truth, hit = np.argmax(Y, axis=1), np.argmax(P, axis=1) == np.argmax(Y, axis=1)
    return np.mean([np.mean(hit[truth == c]) for c in set(truth)])


MISTAKES = [
    Mistake("in percent", lambda P, Y: 100 * reference(P, Y), "Right, but in percent: a share between 0 and 1 is asked for."),
    Mistake("count, not share", lambda P, Y: reference(P, Y) * len(P),
            "This counts the hits: a share of all samples is asked for."),
    Mistake("error rate", lambda P, Y: 1 - reference(P, Y), "This is the share of misses, not of hits."),
    Mistake("argmax over samples", lambda P, Y: np.mean(np.argmax(P, axis=0) == np.argmax(Y, axis=0)),
            "This looks for the likeliest sample of each class: a row is a sample, so compare within a row."),
    Mistake("argmax of everything", lambda P, Y: float(np.argmax(P) == np.argmax(Y)),
            "One largest entry is taken from the whole array: each row has its own.", SLIP),
    Mistake("rounded, entry by entry", lambda P, Y: _entries(P, Y, np.round(P)),
            "Entries are counted, most of which are zeros that are easy to hit: count samples."),
    Mistake("p above one half", lambda P, Y: np.mean(np.sum(P * Y, axis=1) > 0.5),
            "The likeliest class need not have p above 1/2: with ten classes it often has not."),
    Mistake("mean probability", lambda P, Y: np.mean(np.sum(P * Y, axis=1)),
            "This is the mean probability of the true class: a sample is either hit or missed."),
    Mistake("averaged over classes", _balanced, "The share is taken in each class and then averaged: every sample counts alike."),
    Mistake("divided by all entries", lambda P, Y: reference(P, Y) / P.shape[1],
            "Right, but C times too small: the hits are divided by all entries of P, not by the samples."),
    Mistake("one-hot of the largest, entry by entry",
            lambda P, Y: _entries(P, Y, np.eye(P.shape[1])[np.argmax(P, axis=1)]),
            "Entries are counted, most of which are zeros that are easy to hit: count samples."),
    Mistake("hits, one by one", lambda P, Y: np.argmax(P, axis=1) == np.argmax(Y, axis=1),
            "These are the hits, sample by sample: one number for all of them is asked for."),
    Mistake("least likely class", lambda P, Y: np.mean(np.argmin(P, axis=1) == np.argmax(Y, axis=1)),
            "The least likely class is compared with the label.", SLIP),
    Mistake("confidence", lambda P, Y: np.mean(np.max(P, axis=1)),
            "This is how sure the network is: the labels do not enter."),
    Mistake("distance", lambda P, Y: 1 - np.mean(np.abs(P - Y)),
            "The distance of p from y is measured: a sample is either hit or missed."),
    Mistake("loss", lambda P, Y: -np.mean(np.log(np.sum(P * Y, axis=1))),
            "This is the loss: asked for is the share of samples that are hit."),
    Mistake("better than chance", lambda P, Y: np.mean(np.sum(P * Y, axis=1) > 1 / P.shape[1]),
            "A sample counts as soon as its true class has more than 1/C: another class may have more still."),
    Mistake("among the two likeliest", lambda P, Y: np.mean(np.sum(P * Y, axis=1) >= np.sort(P, axis=1)[:, -2]),
            "A sample counts where its true class is among the two likeliest: it has to be the likeliest.", SLIP),
    Mistake("truncated", lambda P, Y: float(int(reference(P, Y))), "The share is cut to a whole number.", SLIP),
    Mistake("divided by N twice", lambda P, Y: reference(P, Y) / len(P), "Right, but N times too small.", SLIP),
    Mistake("first sample only", lambda P, Y: float(np.argmax(P[0]) == np.argmax(Y[0])),
            "Only the first sample is looked at: does return stand inside the loop?", SLIP),
    Mistake("probabilities compared with labels", lambda P, Y: np.mean(np.asarray(P) == np.asarray(Y)),
            "It is 0 whatever goes in: are the probabilities themselves compared with the 0s and 1s of Y? Compare where the "
            "largest stand."),
    Mistake("class number against 0 and 1", lambda P, Y: np.mean(np.argmax(P, axis=1)[:, None] == Y),
            "The number of the likeliest class is compared with the entries of Y, which are 0 or 1: which class does a row of "
            "Y name?"),
    Mistake("class number against the first column", lambda P, Y: np.mean(np.argmax(P, axis=1) == np.asarray(Y)[:, 0]),
            "The number of the likeliest class is compared with the entries of Y, which are 0 or 1: which class does a row of "
            "Y name?"),
    Mistake("first sample left out", lambda P, Y: np.sum(np.argmax(P, axis=1)[1:] == np.argmax(Y, axis=1)[1:]) / len(P),
            "The first sample is left out of the count: rows are counted from 0.", SLIP),
    Mistake("last sample left out", lambda P, Y: np.sum(np.argmax(P, axis=1)[:-1] == np.argmax(Y, axis=1)[:-1]) / len(P),
            "The last sample is left out of the count: look at where the loop ends.", SLIP),
]


def scales(P, Y):
    """Sizes by which a share may be off."""
    return {"N": len(P), "C": P.shape[1]}
