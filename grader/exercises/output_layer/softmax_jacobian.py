"""softmax_jacobian: how every probability moves when one logit moves."""

import numpy as np

from grader.exercise import SLIP, Mistake

from .draws import probabilities


def reference(p):
    """∂p[i]/∂z[j] = p[i] (𝟙[i = j] - p[j])

    p: (n,), the softmax of z. Returns (n, n), row i for p[i], column j for z[j].
    """
    return np.diag(p) - np.outer(p, p)


def inputs(rng):
    yield (np.array([0.2, 0.5, 0.3]),)          # numbers for a hand
    yield (probabilities(rng, 4),)              # any
    yield (probabilities(rng, 5),)              # another size
    yield (probabilities(rng, 2),)              # two classes: the two entries beside the diagonal are all there is
    yield (np.array([0.97, 0.01, 0.02]),)       # nearly sure: small entries, and p far from even


def scales(p):
    return {"n_classes": len(p)}


def related(p):
    return {"p": p, "p (1 - p), the diagonal alone": p * (1 - p), "the table of all p[i] p[j]": np.outer(p, p),
            "the diagonal table of p": np.diag(p), "the identity": np.eye(len(p))}


def _beside(p):
    """1 beside the diagonal, 0 on it."""
    return 1 - np.eye(len(p))


def _softmax(z):
    a = np.exp(z - np.max(z))
    return a / np.sum(a)


_DIAGONAL = ("Each p is taken to depend on its own z alone. Moving one z moves the sum in the denominator, and so "
             "every p: the entries beside the diagonal are not 0.")
_EVERYWHERE = ("Each entry is taken as if it stood on the diagonal: the two cases, i = j and i ≠ j, differ. "
               "(p alone, taken with a table, goes into every row or column of it.)")
_BESIDE = "The diagonal is right. Beside it: "
_ON = "Beside the diagonal all is right. On it: "

MISTAKES = [
    Mistake("diagonal only", lambda p: np.diag(p * (1 - p)), _DIAGONAL),
    Mistake("diagonal as a vector", lambda p: p * (1 - p),
            _DIAGONAL + " A table of n rows and n columns is asked for."),
    Mistake("p on the diagonal, nothing else", lambda p: np.diag(p), _DIAGONAL),
    Mistake("identity", lambda p: np.eye(len(p)), _DIAGONAL),
    Mistake("identity minus p on the diagonal", lambda p: np.diag(1 - p), _DIAGONAL),
    Mistake("products only", lambda p: -np.outer(p, p),
            "Every entry is treated alike: when a z moves, its own exponential moves above the fraction bar as well."),
    Mistake("products only, plus", lambda p: np.outer(p, p),
            "Every entry is treated alike, and rises: when one z grows, do the other p grow?"),
    Mistake("wrong sign", lambda p: np.outer(p, p) - np.diag(p),
            "The sign is turned everywhere: p[i] grows with its own z[i]."),
    Mistake("plus beside the diagonal", lambda p: np.where(np.eye(len(p)) > 0, p * (1 - p), np.outer(p, p)),
            _BESIDE + "the sign. The p add up to 1: when one grows, what do the others do?"),
    Mistake("added", lambda p: np.diag(p) + np.outer(p, p),
            "The two parts are added: the quotient rule has a minus."),
    Mistake("p (1 - p) everywhere", lambda p: p[:, None] * (1 - p[None, :]), _EVERYWHERE),
    Mistake("p (1 - p) everywhere, transposed", lambda p: p[None, :] * (1 - p[:, None]), _EVERYWHERE),
    Mistake("rows of p (1 - p)", lambda p: np.tile(p * (1 - p), (len(p), 1)),
            "Every row is the same: the row says which p, the column which z; both enter."),
    Mistake("columns of p (1 - p)", lambda p: np.tile((p * (1 - p))[:, None], (1, len(p))),
            "Every column is the same: the row says which p, the column which z; both enter."),
    Mistake("the two cases exchanged", lambda p: np.where(np.eye(len(p)) > 0, -np.outer(p, p), (p * (1 - p))[:, None]),
            "The two cases are exchanged: which of them is for i = j, where p[i] meets its own z[i]?"),
    Mistake("the two cases exchanged", lambda p: np.where(np.eye(len(p)) > 0, -np.outer(p, p), p[:, None] * (1 - p[None, :])),
            "The two cases are exchanged: which of them is for i = j, where p[i] meets its own z[i]?"),
    Mistake("the two cases exchanged", lambda p: np.where(np.eye(len(p)) > 0, -np.outer(p, p), (p * (1 - p))[None, :]),
            "The two cases are exchanged: which of them is for i = j, where p[i] meets its own z[i]?"),
    Mistake("minus p[i] (1 - p[j]) beside the diagonal",
            lambda p: np.where(np.eye(len(p)) > 0, p * (1 - p), -p[:, None] * (1 - p[None, :])),
            _BESIDE + "only the denominator depends on that z, so there is no 1 minus."),
    Mistake("minus p[j] (1 - p[i]) beside the diagonal",
            lambda p: np.where(np.eye(len(p)) > 0, p * (1 - p), -p[None, :] * (1 - p[:, None])),
            _BESIDE + "only the denominator depends on that z, so there is no 1 minus."),
    Mistake("minus p[j] beside the diagonal", lambda p: np.where(np.eye(len(p)) > 0, p * (1 - p), -p[None, :]),
            _BESIDE + "a factor is missing."),
    Mistake("minus p[i] beside the diagonal", lambda p: np.where(np.eye(len(p)) > 0, p * (1 - p), -p[:, None]),
            _BESIDE + "a factor is missing."),
    Mistake("minus p[j] squared beside the diagonal",
            lambda p: p[None, :] * (np.eye(len(p)) - p[None, :]),
            _BESIDE + "one p is used twice and the other not at all. (p * p.T is no table: p.T is p for one axis.)"),
    Mistake("minus p[i] squared beside the diagonal",
            lambda p: p[:, None] * (np.eye(len(p)) - p[:, None]),
            _BESIDE + "one p is used twice and the other not at all. (Along which axis does p[j] run?)"),
    Mistake("1 - p on the diagonal", lambda p: np.where(np.eye(len(p)) > 0, 1 - p, -np.outer(p, p)),
            _ON + "a factor is missing."),
    Mistake("identity minus products", lambda p: np.eye(len(p)) - np.outer(p, p),
            _ON + "the first part is 1 where it should depend on p."),
    Mistake("p on the diagonal", lambda p: np.where(np.eye(len(p)) > 0, p, -np.outer(p, p)),
            _ON + "only the numerator's part is there; the denominator depends on that z too."),
    Mistake("p squared on the diagonal", lambda p: np.where(np.eye(len(p)) > 0, p ** 2, -np.outer(p, p)),
            _ON + "p times itself is only one part of it."),
    Mistake("p (p - 1) on the diagonal", lambda p: np.where(np.eye(len(p)) > 0, p * (p - 1), -np.outer(p, p)),
            _ON + "the sign. p[i] grows with its own z[i]."),
    Mistake("p (1 + p) on the diagonal", lambda p: np.where(np.eye(len(p)) > 0, p * (1 + p), -np.outer(p, p)),
            _ON + "a plus stands where the quotient rule has a minus."),
    Mistake("0 on the diagonal", lambda p: -np.outer(p, p) * _beside(p),
            _ON + "0. p[i] depends on its own z[i] most of all."),
    Mistake("differences", lambda p: p[:, None] - p[None, :],
            "These are differences of p: the quotient rule gives products."),
    Mistake("identity minus p", lambda p: np.eye(len(p)) - p, "A factor p[i] is missing from every entry."),
    Mistake("identity minus p as a column", lambda p: np.eye(len(p)) - p[:, None],
            "A factor p[j] is missing from every entry."),
    Mistake("one number", lambda p: p @ (1 - p), "This is one number: the table has an entry for each p and each z."),
    Mistake("dot product in place of the table", lambda p: np.diag(p) - np.dot(p, p),
            "p is multiplied with itself to one number; the table needs every pair p[i] p[j]. (p.T is p for one axis.)",
            SLIP),
    Mistake("sign turned below the diagonal",
            lambda p: np.diag(p * (1 - p)) + np.outer(p, p) * (np.tri(len(p), k=-1) - np.tri(len(p), k=-1).T),
            "Above the diagonal all is right, below it the sign is turned: both sides follow the same rule.", SLIP),
    Mistake("sign turned above the diagonal",
            lambda p: np.diag(p * (1 - p)) - np.outer(p, p) * (np.tri(len(p), k=-1) - np.tri(len(p), k=-1).T),
            "Below the diagonal all is right, above it the sign is turned: both sides follow the same rule.", SLIP),
    Mistake("p (1 - p) in every row, minus the products", lambda p: p * (1 - p) - np.outer(p, p),
            "The first part belongs to one place in each row, where i = j; here it is in every row."),
    Mistake("1 - p on a diagonal, minus the products", lambda p: np.diag(1 - p) - np.outer(p, p),
            _ON + "a factor is missing, and the product of p with itself is taken away twice."),
    Mistake("Jacobian times itself", lambda p: (np.diag(p) - np.outer(p, p)) @ (np.diag(p) - np.outer(p, p)),
            "The Jacobian is multiplied with itself: the softmax is passed once."),
    Mistake("dot product alone", lambda p: p @ p, "This is one number: the table has an entry for each p and each z."),
    Mistake("p in every row", lambda p: np.tile(p, (len(p), 1)),
            "Every row is p itself: nothing has been differentiated yet."),
    Mistake("p in every column", lambda p: np.tile(p[:, None], (1, len(p))),
            "Every column is p itself: nothing has been differentiated yet."),
    Mistake("1 minus p", lambda p: 1 - p, "This is 1 - p, with one entry a class: the table has one for each pair."),
    Mistake("p (1 - p) as a column", lambda p: (p * (1 - p))[:, None], _DIAGONAL),
    Mistake("diagonal matrix minus p in every column", lambda p: np.diag(p) - np.tile(p[:, None], (1, len(p))),
            "The second part lacks a factor: every pair of two different p has its product."),
    Mistake("diagonal matrix minus p in every row", lambda p: np.diag(p) - np.tile(p, (len(p), 1)),
            "The second part lacks a factor: every pair of two different p has its product."),
    Mistake("plus beside the diagonal, 0 on it", lambda p: np.outer(p, p) * _beside(p),
            "Two things: the sign beside the diagonal is turned, and the diagonal is 0."),
    Mistake("plus beside the diagonal, p on it", lambda p: np.diag(p * (1 - p)) + np.outer(p, p),
            "The products enter with a plus: the quotient rule has a minus."),
    Mistake("square taken away twice on the diagonal", lambda p: np.diag(p * (1 - p)) - np.outer(p, p),
            _ON + "the product of p with itself is taken away twice."),
    Mistake("1 on the diagonal", lambda p: np.where(np.eye(len(p)) > 0, 1.0, -np.outer(p, p)),
            _ON + "1. It depends on p."),
    Mistake("1 beside the diagonal", lambda p: np.where(np.eye(len(p)) > 0, p * (1 - p), 1.0),
            _BESIDE + "1. It depends on p."),
    Mistake("products divided by the classes", lambda p: np.diag(p) - np.outer(p, p) / len(p),
            "The products are divided by the number of classes: nothing is averaged here."),
    Mistake("p times 1 - p as a table of products", lambda p: np.outer(p * (1 - p), p * (1 - p)),
            "The slopes of single entries are multiplied: the quotient rule has been left."),
    Mistake("summed over a row", lambda p: np.sum(np.diag(p) - np.outer(p, p), axis=1),
            "The table is added up, and that gives 0: it is asked for entry by entry."),
    Mistake("p taken for z", lambda p: np.diag(_softmax(p)) - np.outer(_softmax(p), _softmax(p)),
            "The softmax is applied to p once more: p is its result already."),
    Mistake("sigmoid's slope of p", lambda p: np.diag(1 / (1 + np.exp(-p)) * (1 - 1 / (1 + np.exp(-p)))),
            "This is the slope of a sigmoid, taken at p: p is the softmax's result, and depends on every z."),
    Mistake("doubled beside the diagonal", lambda p: np.diag(p * (1 - p)) - 2 * np.outer(p, p) * _beside(p),
            _BESIDE + "twice what it should be.", SLIP),
    Mistake("above the diagonal only", lambda p: np.triu(np.diag(p) - np.outer(p, p)),
            "Below the diagonal all is 0: the inner loop has to run through every j.", SLIP),
    Mistake("below the diagonal only", lambda p: np.tril(np.diag(p) - np.outer(p, p)),
            "Above the diagonal all is 0: the inner loop has to run through every j.", SLIP),
    Mistake("divided by the number of classes", lambda p: (np.diag(p) - np.outer(p, p)) / len(p),
            "Divided by the number of classes: nothing is averaged here.", SLIP),
    Mistake("three classes only", lambda p: (np.diag(p) - np.outer(p, p))[:3, :3],
            "The size is fixed to three classes: take it from p.", SLIP),
    Mistake("truncated to integers", lambda p: (np.diag(p) - np.outer(p, p)).astype(int),
            "Every entry is 0: is the result written into the array that is returned, and can that hold fractions?",
            SLIP),
    Mistake("first row only", lambda p: (np.diag(p) - np.outer(p, p))[0],
            "Only the first row is returned: where does the loop return?", SLIP),
    Mistake("flattened", lambda p: (np.diag(p) - np.outer(p, p)).ravel(),
            "The numbers are right and stand in one row: a table of n rows and n columns is asked for.", SLIP),
]
