# %% [markdown]
# # Lesson 2 · The output layer
#
# **After this lesson you can** measure the gradient of any function, derive the gradients of a network's last layer, say why
# each factor stands where it stands, and take a step that makes the loss smaller.
#
# **You need** lesson 1, the derivatives of $e^x$ and $\ln x$, the quotient rule and the chain rule.
#
# **It takes** about two hours. Have paper beside you.

# %%
import numpy as np

from utils import LEARNING_RATE, check, worked_network
from utils.pictures import draw_network, show
from utils.pictures.differences import draw_chords, draw_error_against_eps
from utils.pictures.outer_product import draw_outer_product

np.set_printoptions(precision=6, suppress=True)

# %% [markdown]
# The next three cells are the answers of lesson 1. Whatever you wrote there, you can work with these here.

# %% given="forward_pass"
def affine(x, W, b):
    return np.asarray(x) @ np.asarray(W) + np.asarray(b)

def relu(z):
    return np.maximum(z, 0)

def sigmoid(z):
    small = np.exp(-np.abs(z))
    return np.where(np.asarray(z) >= 0, 1, small) / (1 + small)

# %% given="forward_pass_loss"
def softmax(z):
    powers = np.exp(np.asarray(z) - np.max(z))
    return powers / np.sum(powers)

def cross_entropy(p, y):
    right = np.sum(np.asarray(p) * y)
    return -np.log(max(right, 1e-12))

# %% given="forward_pass_chain"
def forward(x, params):
    z1 = affine(x, params["W1"], params["b1"])
    h1 = relu(z1)
    z2 = affine(h1, params["W2"], params["b2"])
    h2 = sigmoid(z2)
    z3 = affine(h2, params["W3"], params["b3"])
    return {"x": x, "z1": z1, "h1": h1, "z2": z2, "h2": h2, "z3": z3, "p": softmax(z3)}

# %% [markdown]
# ## The question
#
# Lesson 1 ended here:

# %%
x, params, y = worked_network()
cache = forward(x, params)
h2, z3, p = cache["h2"], cache["z3"], cache["p"]
print("p   ", p)
print("loss", cross_entropy(p, y).round(6))

# %% [markdown]
# Class 0 is the *true* class, the one whose entry of $y$ is 1, and it gets a probability of 0.198. To raise it we may turn 27
# weights and 9 biases. Which way, and how far?
#
# For every weight $w$ we want one number: how fast the loss $L$ changes when $w$ grows a little and everything else stays.
# It is written $\partial L/\partial w$, and says how strongly the loss *feels* $w$. If it is positive, $w$ should shrink; if it is
# negative, $w$ should grow; if it is near 0, that weight hardly matters. All these numbers together are the *gradient*.
#
# We begin at the end, with the layer next to the loss:
#
# $$h_2 \;\to\; z_3 = h_2 W_3 + b_3 \;\to\; p = \mathrm{softmax}(z_3) \;\to\; L$$
#
# It is the only layer of this lesson, so the formulas below leave its number out: $h$, $z$, $W$, $b$ stand for $h_2$, $z_3$,
# $W_3$, $b_3$. The code keeps the numbers. Entries are written $z_j$ where the index is a letter and $z[1]$ where it is a number,
# since $z_1$ is already the name of a whole layer's numbers.

# %% [markdown]
# ## How would you know that a gradient is right?
#
# By measuring it. Move one weight, run the forward pass again, and see what the loss does. No derivation is needed for that, so
# it can tell us later whether a derivation is right.
#
# Take `W3[1, 0]`, the weight from unit 1 of $h$ to output 0, the true class.
#
# **Before you run the next cells:** the weight grows by 0.01. Does the loss grow or fall?

# %%
def loss_of_W3(W3):
    return cross_entropy(softmax(affine(h2, W3, params["b3"])), y)

up = params["W3"].copy()
up[1, 0] += 0.01
change = loss_of_W3(up) - loss_of_W3(params["W3"])
print(f"change of the loss {change:.6f}, divided by the step {change / 0.01:.4f}")

# %% [markdown]
# It falls. A larger weight into output 0 makes $z[0]$ larger, class 0 likelier and the loss smaller. Divided by the step
# that is a slope of about $-0.75$. Now the same step the other way:

# %%
down = params["W3"].copy()
down[1, 0] -= 0.01
change_back = loss_of_W3(params["W3"]) - loss_of_W3(down)
print(f"the step down says {change_back / 0.01:.4f}")
print(f"from one end to the other: {(loss_of_W3(up) - loss_of_W3(down)) / 0.02:.4f}")

# %% [markdown]
# The step up says $-0.7531$, the step down says $-0.7545$, and the whole way from one end to the other says $-0.7538$, which is
# the mean of the two.
#
# Which should we believe? They differ because the loss is no straight line. With a step of 0.01 nobody can see that. So here is
# the loss over this one weight, with a step of 2, around 1.8, where it bends most.
#
# **Before you run the next cell:** the loss falls more and more slowly. Which of the three lines (the step up, the step down, from
# one end to the other) is the steepest? Which has nearly the direction of the curve in the middle?

# %%
def loss_of_one(weight):
    W3 = params["W3"].copy()
    W3[1, 0] = weight
    return loss_of_W3(W3)

show(draw_chords(loss_of_one, 1.8, 2, xlabel="W3[1, 0]", ylabel="loss"),
     alt="The loss as a curve over the weight W3[1, 0]: it falls, and more and more slowly. From the point at 1.8, the line to the point "
         "2 further on is flatter than the tangent and the line to the point 2 back is steeper. The line between these two points is "
         "parallel to the tangent.")

# %% [markdown]
# The step down is too steep and the step up too flat, by about as much. So their errors nearly cancel in the mean:
#
# $$\frac12\left(\frac{f(x + \varepsilon) - f(x)}{\varepsilon} + \frac{f(x) - f(x - \varepsilon)}{\varepsilon}\right)
# = \frac{f(x + \varepsilon) - f(x - \varepsilon)}{2\varepsilon} \approx f'(x)$$
#
# This is the *central difference*.

# %% [markdown]
# <details><summary>How much better is it? (Needs Taylor's formula; nothing below does)</summary>
#
# Near $x$ a function is its tangent, plus a term that bends it, plus smaller ones:
#
# $$f(x \pm \varepsilon) = f(x) \pm \varepsilon f'(x) + \tfrac{\varepsilon^2}{2} f''(x) \pm \tfrac{\varepsilon^3}{6} f^{(3)}(x) + \dots$$
#
# One step, divided by $\varepsilon$, is off by $\tfrac{\varepsilon}{2} f''(x)$. In the central difference the terms with $f''$ cancel,
# and it is off by $\tfrac{\varepsilon^2}{6} f^{(3)}(x)$: a whole factor $\varepsilon$ less.
#
# </details>

# %% [markdown]
# For an $x$ of many entries, move **one entry at a time** and leave the others where they are. Each entry gives one number, so
# the gradient has the shape of $x$.

# %% [markdown]
# ### Exercise: `numerical_gradient` · medium · 12 minutes
#
# Write the central difference for a function of any array. `x` may have one axis or two, and may hold whole numbers. It
# belongs to whoever called you: leave it as it was.
#
# A hint on the way: `np.ndindex(x.shape)` runs through the places of an array of any shape.

# %% exercise="numerical_gradient"
def numerical_gradient(f, x, eps=1e-5):
    """How fast f changes with each entry of x, measured by a step of eps to both sides.

    f: takes an array in the shape of x, returns a number. x: an array with one or two axes, may hold whole numbers.
    Returns an array in the shape of x.
    """
    ### BEGIN SOLUTION
    x = np.array(x, dtype=float)
    gradient = np.zeros_like(x)
    for place in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[place] += eps
        down[place] -= eps
        gradient[place] = (f(up) - f(down)) / (2 * eps)
    return gradient
    ### END SOLUTION

# %% test="numerical_gradient" points=3
check("numerical_gradient", numerical_gradient)

# %% [markdown]
# <details><summary>Every entry is 2 times too large, or too small</summary>
#
# Mark the two points at which you call `f` on a line, with $x$ between them. How far apart are they?
#
# </details>
#
# <details><summary>All entries are the same number</summary>
#
# What does `x + eps` do to an array? It moves every entry. You want to move one.
#
# <details><summary>One step further</summary>
#
# Make a copy of `x`, change one place of the copy, and hand the whole copy to `f`.
#
# </details>
# </details>
#
# <details><summary>It says that x is written into, or only later entries are off</summary>
#
# An entry that was moved stays moved when the next one is looked at. Start each step from a fresh copy. Does `a = x` make one?
#
# </details>
#
# <details><summary>It is off for x = [2, 0, -1]</summary>
#
# That array holds whole numbers. A small step in one of its entries, in its place, is cut off again, towards 0: 2 + 0.00001 stays
# 2, but 2 − 0.00001 becomes 1. So an entry moves not at all, or by a whole 1, and that divided by $2\varepsilon$ is far too
# much. And `np.zeros_like(x)` makes another array of whole numbers. What could you do to `x` on the first line?
#
# </details>

# %% [markdown]
# The check says *close*, not *exact*: it measures too, and no two measurements agree to the last digit.
#
# Now all nine weights of $W_3$. **Before you run the next cell:** column $j$ leads into output $j$. Which of the nine numbers are
# negative? And how many times does the forward pass run?

# %%
measured_W3 = numerical_gradient(loss_of_W3, params["W3"])
measured_W3

# %% [markdown]
# Column 0 is negative: the weights into the true class should grow. The other six should shrink. It took 18 forward passes, two
# for each weight. And the three rows are nearly alike. Why are they? By the end of this lesson you will write this table down
# without measuring anything.

# %% [markdown]
# ## How small is small?
#
# A shorter step makes the bend matter less. Then why not take $\varepsilon = 10^{-12}$?
#
# Let us try it on a function whose slope we know: $\ln t$ has the slope $1/t$, so at $t = 0.2$ it is exactly 5.
#
# **Before you run the next cell:** which will be nearest to 5: $\varepsilon = 10^{-2}$, $10^{-5}$ or $10^{-12}$?

# %%
def f(t):
    return float(np.log(t[0]))

at, slope = np.array([0.2]), 5.0
for e in (1e-2, 1e-5, 1e-12):
    both, one = numerical_gradient(f, at, e)[0] - slope, (f(at + e) - f(at)) / e - slope
    print(f"eps = {e:.0e}   off by {abs(both):.0e} (both sides)   {abs(one):.0e} (one side)")

# %% [markdown]
# The middle one, from both sides. Between a step that is too long and one that is too short there must be a best one. **Before you
# run the next cell,** draw the curve you expect: the step from left to right, how far it is off upwards.

# %%
eps = 10.0 ** -np.arange(1, 13.1, 0.25)
both_sides = np.array([abs(numerical_gradient(f, at, e)[0] - slope) for e in eps])
one_side = np.array([abs((f(at + e) - f(at)) / e - slope) for e in eps])
show(draw_error_against_eps(eps, {"one side": one_side, "both sides": both_sides}),
     alt="Distance from the right slope against the step eps, both axes logarithmic. From eps = 0.1 down, the error of the "
         "two-sided difference falls by a factor 100 for each factor 10 in eps, to less than 1e-10 near 1e-6; that "
         "of the one-sided difference falls by a factor 10, to about 1e-7 near 1e-8. For still smaller eps both rise "
         "again, raggedly, to 1e-4 and more.")

# %% [markdown]
# On the right the curve's bend is to blame: with a step ten times shorter, one side gets ten times better, both sides a hundred
# times. On the left it is *rounding*. A float holds about 16 digits. For a tiny step, $f(x+\varepsilon)$ and $f(x-\varepsilon)$ share
# nearly all of theirs; the difference is made of the few that are left, and dividing by $2\varepsilon$ makes their errors large.
#
# Here the two-sided difference is at its best near $10^{-6}$; the place differs from function to function. The default of `eps`,
# $10^{-5}$, is on the side where the error is small *and* smooth.

# %% [markdown]
# **A question.** `numerical_gradient` is right for every function and needs no thought. Why will we not train networks with it?
#
# <!-- ### BEGIN SOLUTION -->
# *Answer.* It runs the forward pass twice for each parameter. This network has 36 of them, so one gradient costs 72 forward
# passes; a network with a million parameters would need two million for a single step. The derivation of this course gives all
# of them for the price of about three. And it is exact, while a measurement has the errors of the picture above. So we
# derive, and use measurements to check what we derived.
# <!-- ### END SOLUTION -->

# %% [markdown]
# ## From the loss to the probabilities
#
# Go backwards, one arrow at a time. The last one leads from $p$ to $L$:
#
# $$L = -\sum_i y_i \ln p_i$$
#
# With the label $y = (1, 0, 0)$ a single term is left, $L = -\ln p[0]$. How strongly does it feel each of the three probabilities?
#
# **Before you run the next cell:** write down all three numbers. Which of them are 0? What sign has the other? (The derivative of
# $\ln p$ is $1/p$, and $p[0] = 0.198447$.)

# %%
numerical_gradient(lambda p: cross_entropy(p, y), p)

# %% [markdown]
# $-1/0.198447 = -5.039$ for the true class, and 0 for the others. There is no $p[1]$ and no $p[2]$ in this loss at all.
#
# It may look odd that only one class counts. The others will be heard in a moment: the probabilities add up to 1, so the
# softmax ties them together. Here each $p_i$ is moved alone, as if it could.
#
# For any label, only the term with the index $i$ holds $p_i$; the others do not move with it:
#
# $$\frac{\partial L}{\partial p_i} = \frac{\partial}{\partial p_i}\bigl(-y_i \ln p_i\bigr)$$

# %% [markdown]
# ### Exercise: `cross_entropy_gradient` · easy · 5 minutes
#
# Finish the derivative above, for every $i$.

# %% exercise="cross_entropy_gradient"
def cross_entropy_gradient(p, y):
    """How the loss feels each probability: dL/dp.

    p: (n,), probabilities, none of them 0. y: (n,), one-hot, may hold whole numbers. Returns (n,).
    """
    ### BEGIN SOLUTION
    return -np.asarray(y) / np.asarray(p)
    ### END SOLUTION

# %% test="cross_entropy_gradient" points=2
check("cross_entropy_gradient", cross_entropy_gradient, softmax=softmax, cross_entropy=cross_entropy)

# %% [markdown]
# <details><summary>The entries of the wrong classes are not 0</summary>
#
# $y_i$ is 0 for them. What is $-y_i \ln p_i$ then, and how fast does it change?
#
# </details>
#
# <details><summary>The entry of the true class is off</summary>
#
# Put $y_i = 1$ into $-y_i \ln p_i$ and differentiate with respect to $p_i$. The logarithm is gone afterwards. Then put the factor
# $y_i$ back.
#
# </details>

# %% [markdown]
# **Find the error.** This course grew out of two articles; the first one works our network out by hand. Public copies of its code
# have this line for the quantity that you have just written. Is it right? Decide before you run the cell.

# %%
def from_a_public_copy(p, y):
    return -(y / p) - (1 - y) / (1 - p)

print("the line    ", from_a_public_copy(p, y))
print("your formula", cross_entropy_gradient(p, y))

# %% [markdown]
# It is right for the true class only. (Where 0 is multiplied by a negative number, NumPy writes `-0.`; it is 0.)
#
# The term with $1 - p$ comes from another loss, the one for outputs that answer yes or no each for itself:
# $-\sum_i \bigl(y_i \ln p_i + (1 - y_i) \ln (1 - p_i)\bigr)$. And even for that one its sign is turned: differentiate
# $-\ln(1 - p_i)$ and see.

# %% [markdown]
# ## From the probabilities to z
#
# One arrow back: $p = \mathrm{softmax}(z)$. Move a single $z$ and watch all three probabilities.
#
# **Before you run the next cell:** $z[1]$ grows by 0.1. Which probabilities grow, which shrink? What do the three changes add up to?

# %%
moved = z3.copy()
moved[1] += 0.1
change = softmax(moved) - p
print(change, " sum:", round(abs(change.sum()), 12))

# %% [markdown]
# $p[1]$ grows, both others shrink, and the sum of the changes is 0, since the probabilities still add up to 1. So each $z$ moves
# *every* $p$. Three times three numbers are needed to say how:
#
# $$J[i,j] = \frac{\partial p_i}{\partial z_j}$$
#
# Such a table of all derivatives of several results with respect to several inputs is called a *Jacobian*. Here row $i$ belongs to
# $p_i$ and column $j$ to $z_j$.

# %% [markdown]
# ### The derivation, entry by entry
#
# Let $S = \sum_k e^{z_k}$, so that $p_i = e^{z_i}/S$. When $z_j$ moves, one of the terms of $S$ moves, and $\partial S/\partial z_j =
# e^{z_j}$. Whether the numerator $e^{z_i}$ moves too depends on $i$ and $j$. Two cases, then, with the quotient rule:
#
# **The same index,** $i = j$: the numerator moves as well.
#
# $$\frac{\partial p_i}{\partial z_i} = \frac{e^{z_i}\,S - e^{z_i}\,e^{z_i}}{S^2} = \frac{e^{z_i}}{S}\cdot\frac{S - e^{z_i}}{S} = p_i\,(1 - p_i)$$
#
# **Different indices,** $i \ne j$: the numerator stands still.
#
# $$\frac{\partial p_i}{\partial z_j} = \frac{0 \cdot S - e^{z_i}\,e^{z_j}}{S^2} = -\frac{e^{z_i}}{S}\cdot\frac{e^{z_j}}{S} = -p_i\,p_j$$
#
# **Before you run the next cell:** work out $J[0,0]$ and $J[0,1]$ from $p = (0.198,\ 0.285,\ 0.516)$.

# %%
print("J[0, 0] =", round(p[0] * (1 - p[0]), 6))
print("J[0, 1] =", round(-p[0] * p[1], 6))

# %% [markdown]
# Does that fit what you saw? When $z[1]$ grew by 0.1, $p[0]$ fell by 0.0058, and $0.1 \cdot J[0,1] = -0.0057$. The rest is the bend
# of the curve: 0.1 is a long step.

# %% [markdown]
# ### As a matrix
#
# Both cases in one line, with the *indicator* $\mathbf{1}[i = j]$. It is 1 where the condition in the brackets holds and 0 where
# it does not:
#
# $$J[i,j] = p_i\,\mathbf{1}[i = j] - p_i\,p_j$$
#
# Check it: for $i = j$ it is $p_i - p_i^2$, for $i \ne j$ the first term is gone. Read as tables, the first term is a matrix with $p$
# on its diagonal and 0 elsewhere. The second is the table of all products of an entry of $p$ with an entry of $p$.

# %% [markdown]
# ### Exercise: `softmax_jacobian` · medium · 10 minutes
#
# Two nested loops are fine. If you prefer matrices, look up `np.diag` and `np.outer`.

# %% exercise="softmax_jacobian"
def softmax_jacobian(p):
    """How every probability moves when one z moves: J[i, j] = dp[i]/dz[j].

    p: (n,), the softmax of z; z itself is not needed. Returns (n, n), a row for each p, a column for each z.
    """
    ### BEGIN SOLUTION
    return np.diag(p) - np.outer(p, p)
    ### END SOLUTION

# %% test="softmax_jacobian" points=3
check("softmax_jacobian", softmax_jacobian, softmax=softmax)

# %% [markdown]
# <details><summary>The result has the wrong shape</summary>
#
# For three probabilities the table has nine entries. In NumPy `p * p` multiplies entry by entry and has three. A vector with one
# axis has no transpose either: `p.T` is `p`.
#
# </details>
#
# <details><summary>The diagonal is right, the rest is not</summary>
#
# Look at the second case again. The numerator stands still there; only the denominator moves. What sign does that give? If a
# denominator grows, what does the fraction do?
#
# </details>
#
# <details><summary>The rest is right, the diagonal is not</summary>
#
# On the diagonal two things happen at once: the numerator grows, and so does the denominator. Both terms of the line with the
# indicator are there.
#
# </details>
#
# <details><summary>A whole row or column has been changed where I wanted the diagonal</summary>
#
# `p - table` takes the table from a vector, and NumPy repeats the vector in every row. A matrix that has `p` on its diagonal and 0
# elsewhere is another thing.
#
# </details>

# %%
J = softmax_jacobian(p)
print(J)
print("columns add up to", abs(J.sum(axis=0)).round(12))

# %% [markdown]
# **A question.** Each column adds up to 0. Why must it? And the table is the same when rows and columns are swapped. Would you
# expect that of every Jacobian?
#
# <!-- ### BEGIN SOLUTION -->
# *Answer.* Column $j$ holds the changes of all $p_i$ when $z_j$ moves. The $p_i$ add up to 1 before and after, so their changes add
# up to 0. The symmetry is special: $p_i p_j = p_j p_i$. A Jacobian need not even be square; it has a row for each result and a
# column for each input.
# <!-- ### END SOLUTION -->

# %% [markdown]
# ## Both arrows together
#
# How strongly does the loss feel $z_j$? Let $z_j$ grow by a tiny $\varepsilon$. Then each $p_i$ moves by $\varepsilon\,J[i,j]$, and each
# of these moves the loss by $\partial L/\partial p_i$ times as much. All of them move at once, so the loss moves by the sum.
# Divide by $\varepsilon$:
#
# $$\frac{\partial L}{\partial z_j} = \sum_i \frac{\partial L}{\partial p_i}\,\frac{\partial p_i}{\partial z_j}$$
#
# There are three roads (or *paths*) from $z_j$ to the loss, one through each probability. Along a road the factors are multiplied;
# over all roads the products are added.
#
# In the picture, the numbers near $z$ are the entries of $J$, those near $p$ are $\partial L/\partial p_i$.

# %%
dL_dp = cross_entropy_gradient(p, y)
show(draw_network([3, 3, 1], [["$z[0]$", "$z[1]$", "$z[2]$"], ["$p[0]$", "$p[1]$", "$p[2]$"], ["$L$"]],
                  [J.T, [[slope] for slope in dL_dp.round(3) + 0.0]], titles=["$z$", "$p$", "$L$"], lit={(0, 1, i) for i in range(3)}
                  | {(1, i, 0) for i in range(3)}, lit_nodes={(0, 1)}),
     alt="The roads from z to the loss. From z[1] three lines drawn strong lead to all p and carry -0.0566, 0.204 and "
         "-0.147. From there three lines lead to L and carry -5.04, 0 and 0. The other z are joined to all p as well.")

# %% [markdown]
# **Before you run the next cell:** two of the three roads end in a 0. Work out what the third one brings from $z[1]$ to the loss,
# $-5.039 \cdot (-0.0566)$. Where have you seen that number before?

# %%
roads = dL_dp * J[:, 1]
print("roads from z[1]:", roads, " together:", roads.sum().round(6))
print("p:              ", p)

# %% [markdown]
# The sum is $p[1]$, to the last digit. That is no accident. Put both formulas in; $p_i$ cancels:
#
# $$\frac{\partial L}{\partial z_j} = \sum_i \Bigl(-\frac{y_i}{p_i}\Bigr)\bigl(p_i\,\mathbf{1}[i = j] - p_i\,p_j\bigr)
# = -\sum_i y_i\,\mathbf{1}[i = j] + p_j \sum_i y_i$$
#
# The indicator keeps a single term of the first sum. And what does a one-hot $y$ add up to in the second? Write down what is
# left. It is the shortest formula of this course.

# %% [markdown]
# ### The same as a matrix product, and its name
#
# The sum over $i$ is a matrix product: the row vector $\partial L/\partial p$ times $J$. And its result gets a name of its own,
# because everything further back will be built from it:
#
# $$\delta = \frac{\partial L}{\partial z} = \frac{\partial L}{\partial p}\,J
# \qquad\text{entry by entry}\qquad \delta_j = \frac{\partial L}{\partial z_j}$$

# %% [markdown]
# ### Exercise: `output_delta` · easy · 5 minutes
#
# Write $\delta$, by the short formula or by the product. Both are right.

# %% exercise="output_delta"
def output_delta(p, y):
    """How the loss feels each z of the output layer: delta = dL/dz, for softmax and cross-entropy together.

    p: (n,), the softmax of z. y: (n,), one-hot, may hold whole numbers. Returns (n,).
    """
    ### BEGIN SOLUTION
    return np.asarray(p) - np.asarray(y)
    ### END SOLUTION

# %% test="output_delta" points=2
check("output_delta", output_delta, softmax=softmax, cross_entropy=cross_entropy,
      needs=["cross_entropy_gradient", "softmax_jacobian"])

# %% [markdown]
# <details><summary>The signs are turned</summary>
#
# If $z$ of the true class grows, that class becomes likelier and the loss falls. So which sign has its $\delta$?
#
# </details>
#
# <details><summary>Only the true class is right</summary>
#
# The wrong classes have a $\delta$ too: their $z$ reach the loss through the sum in the softmax. Add over all $i$, not only $i = j$.
#
# </details>
#
# <details><summary>I get a table</summary>
#
# `*` multiplies entry by entry and leaves the products side by side. The sum over $i$ is still to come; `@` does both.
#
# </details>

# %% [markdown]
# ## All roads or one
#
# Another shortcut of those public copies: they keep only the diagonal of the Jacobian, so that each $z$ reaches the loss through
# its own $p$ alone.
#
# **Before you run the next cell:** which entries of $\delta$ does that get wrong?

# %%
print("all roads       ", dL_dp @ J)
print("p - y           ", p - y)
print("measured        ", numerical_gradient(lambda z: cross_entropy(softmax(z), y), z3))
print("own road only   ", dL_dp * np.diag(J))
print("both errors     ", from_a_public_copy(p, y) * np.diag(J))

# %% [markdown]
# The entry of the true class survives, since the other two roads end in a 0 anyway. The wrong classes get nothing: nobody tells
# them to shrink. With both errors of the copies together they get their $\delta$ with the sign turned, and are pushed *up*.
#
# The right $\delta$ reads like an instruction. $-0.80$: push class 0 up, it lacks 0.80. $+0.29$ and $+0.52$: push these down, by as
# much as they have too much. The three add up to 0.

# %% [markdown]
# **A question.** $\delta$ can be had without $p$ in between. Let $c$ be the true class; then $L = -\ln(e^{z_c}/S) = \ln S - z_c$.
# Differentiate this with respect to $z_j$. Do you get the same?
#
# <!-- ### BEGIN SOLUTION -->
# *Answer.* Yes. $\ln S$ has the derivative $\tfrac1S\,\partial S/\partial z_j = e^{z_j}/S = p_j$, for every $j$. And $-z_c$ has the
# derivative $-1$ where $j = c$ and 0 elsewhere, which is $-y_j$. Together $p_j - y_j$. The loss pulls the true $z$ up by 1, and the
# sum pulls every $z$ down by its share.
# <!-- ### END SOLUTION -->

# %% [markdown]
# ## Whose delta is it?
#
# $\delta = p - y$ belongs to softmax *and* cross-entropy together. Another loss has another $\delta$:
#
# | output | loss | $\delta = \partial L/\partial z$ |
# |---|---|---|
# | softmax | cross-entropy, $-\sum_i y_i \ln p_i$ | $p - y$ |
# | softmax | squared error, $\tfrac12 \sum_i (p_i - y_i)^2$ | $(p - y)\,J$ |
#
# For the squared error nothing cancels, and $J$ stays. Does it matter? Take a network that is sure and wrong.
#
# **Before you run the next cell:** $p[0] = 0.001$ for the true class. Look at the formula for $J$. How large can its entries in row and
# column 0 be?

# %%
sure = np.array([0.001, 0.998, 0.001])
print("cross-entropy", sure - y)
print("squared error", (sure - y) @ softmax_jacobian(sure))

# %% [markdown]
# No entry of $J$ is larger than 0.002 here: each holds a factor $p_i$ that is nearly 0, or a $1 - p_i$ that is. With the squared
# error the network that is most wrong learns least. Cross-entropy divides by the very $p_i$ that the softmax multiplies with.
# That is why the two are used together.

# %% [markdown]
# **A question.** $\partial L/\partial p$ and $J$ gave $\delta$ in two steps. Suppose a probability has been rounded to exactly 0, and it is
# that of the true class. Which way of writing `output_delta` still works?
#
# <!-- ### BEGIN SOLUTION -->
# *Answer.* The short one. In two steps there is $-1/0$, an infinity, times entries of $J$ that are 0, and the result is NaN.
# $p - y$ divides by nothing. Formulas that cancel on paper should be cancelled before they are programmed.
# <!-- ### END SOLUTION -->

# %% [markdown]
# ## One weight, one number
#
# Now the last arrow of this layer, $z = hW + b$. How much does the loss change when only $W[1,0]$ changes, the weight from unit 1 of
# $h$ to output 0?
#
# It reaches the loss by one road: $W[1,0] \to z[0] \to L$. Two factors, then:
#
# $$\frac{\partial L}{\partial W[1,0]} = \frac{\partial z[0]}{\partial W[1,0]}\,\frac{\partial L}{\partial z[0]}$$
#
# The second is $\delta[0]$. For the first, look at the sum: $z[0] = h[0]\,W[0,0] + h[1]\,W[1,0] + h[2]\,W[2,0] + b[0]$. When $W[1,0]$ grows by
# 1, $z[0]$ grows by $h[1]$.
#
# **Before you run the next cell:** $h = (0.939,\ 0.940,\ 0.982)$ and $\delta[0] = -0.80$. Is the number positive or negative? Which of
# the three weights into output 0 has the largest, its sign aside?

# %%
delta = output_delta(p, y)
print("by two factors", (h2[1] * delta[0]).round(6))
print("measured      ", measured_W3[1, 0].round(6))

# %% [markdown]
# Negative, as the first measurement of this lesson said: a larger weight makes the true class likelier. And the largest belongs to
# the largest input, though not by much: all three units of $h$ are nearly saturated. That is why the rows of the measured table were
# so alike. Lesson 5 comes back to this.
#
# **By symmetry** the same holds for the other eight weights, each with its own input and its own output.

# %% [markdown]
# ### All weights, without "by symmetry"
#
# Let us not take it on trust. Output $k$ receives
#
# $$z_k = \sum_m h_m\,W[m,k] + b_k$$
#
# How does it feel the weight $W[i,j]$? The weight occurs in this sum only if it leads to output $k$, that is if $k = j$. Then it stands
# beside $h_i$. Both at once, with an indicator:
#
# $$\frac{\partial z_k}{\partial W[i,j]} = h_i\,\mathbf{1}[k = j]$$
#
# The loss feels $W[i,j]$ through all outputs, so add over $k$:
#
# $$\frac{\partial L}{\partial W[i,j]} = \sum_k \delta_k\,\frac{\partial z_k}{\partial W[i,j]} = \sum_k \delta_k\,h_i\,\mathbf{1}[k = j]$$
#
# The indicator keeps a single $k$. What is left has an $i$, a $j$, and no sum.

# %% [markdown]
# ### As a matrix
#
# Every entry of $h$ meets every entry of $\delta$ once. $W[i,j]$ belongs to input $i$ and output $j$, so $h$ runs down the rows and
# $\delta$ along the columns. Such a table is called an *outer product*: a column times a row, $h^\top \delta$, of shapes
# `(n_in, 1)` and `(1, n_out)`.

# %%
show(draw_outer_product(h2, delta),
     alt="A column with h = 0.939, 0.940, 0.982, a row with delta = -0.802, 0.285, 0.516, and between them the table of their "
         "products: -0.753, 0.268, 0.485; -0.754, 0.268, 0.485; -0.787, 0.280, 0.507. The negative numbers, all in column "
         "0, stand in hatched boxes.")

# %% [markdown]
# ### Exercise: `weight_gradient` · easy · 8 minutes
#
# It will be used for every layer, so do not count on three units, on as many inputs as outputs, or on positive numbers.

# %% exercise="weight_gradient"
def weight_gradient(h, delta):
    """How the loss feels the weights of a layer: dL/dW.

    h: (n_in,), what the layer received, may hold whole numbers. delta: (n_out,), dL/dz of the layer.
    Returns (n_in, n_out), the shape of W.
    """
    ### BEGIN SOLUTION
    return np.outer(h, delta)
    ### END SOLUTION

# %% test="weight_gradient" points=2
check("weight_gradient", weight_gradient, affine=affine)

# %% [markdown]
# <details><summary>The axes are swapped</summary>
#
# The gradient has an entry for each weight, in that weight's place. $W[i,j]$ leads from input $i$ to output $j$: which of $h$ and $\delta$
# belongs to the rows?
#
# </details>
#
# <details><summary>Shapes do not fit together, or I get one number</summary>
#
# `h * delta` multiplies entry 0 with entry 0, entry 1 with entry 1. There is no reason for $h$ and $\delta$ to be equally long. Every
# entry of one meets every entry of the other. And `h.T` does not stand `h` upright: a vector with one axis has no transpose.
#
# <details><summary>One step further</summary>
#
# Two loops, one over $i$ and one over $j$; or `h` with a second axis, `h[:, None]`, against `delta`; or a function of NumPy
# whose name is in the text above.
#
# </details>
# </details>
#
# <details><summary>The numbers are smaller than they should be</summary>
#
# Is there a factor such as $h(1-h)$ in it? $h$ is what came *out* of an activation. The weight comes after it, so the
# activation's slope is not on the road from $W$ to the loss.
#
# </details>

# %%
grad_W3 = weight_gradient(h2, delta)
print(grad_W3)
print(f"largest distance from the measured table: {np.abs(grad_W3 - measured_W3).max():.0e}")

# %% [markdown]
# There is the table that took 18 forward passes to measure, made of three numbers and three numbers.

# %% [markdown]
# ## The biases
#
# The first article leaves the biases out when it differentiates, and asks its readers: do you know why? Let us see what their
# gradient is, and then answer.
#
# In $z_k = \sum_m h_m W[m,k] + b_k$, how much does $z_k$ grow when $b_j$ grows by 1?
#
# $$\frac{\partial z_k}{\partial b_j} = \mathbf{1}[k = j]
# \qquad
# \frac{\partial L}{\partial b_j} = \sum_k \delta_k\,\mathbf{1}[k = j]$$

# %% [markdown]
# ### Exercise: `bias_gradient` · easy · 3 minutes
#
# Finish the sum.

# %% exercise="bias_gradient"
def bias_gradient(delta):
    """How the loss feels the biases of a layer: dL/db.

    delta: (n_out,), dL/dz of the layer, may hold whole numbers. Returns (n_out,), the shape of b.
    """
    ### BEGIN SOLUTION
    return np.array(delta, dtype=float)
    ### END SOLUTION

# %% test="bias_gradient" points=1
check("bias_gradient", bias_gradient, affine=affine)

# %% [markdown]
# <details><summary>I get one number</summary>
#
# The sum runs over $k$, but the indicator leaves only one of its terms. Each bias belongs to one unit, and has an entry of its own.
#
# </details>
#
# <details><summary>I get zeros, or ones</summary>
#
# Zeros would say that the loss does not feel the biases. Ones are $\partial z/\partial b$, the first of two factors.
#
# </details>

# %% [markdown]
# A bias is a weight like the others. Give $h$ one more unit that is always 1, and let $b$ be the weights that leave it.
#
# **Before you run the next cell:** what will stand in the last row?

# %%
weight_gradient(np.append(h2, 1.0), delta)

# %% [markdown]
# **A question.** Back to what the first article asked: it left the biases out when it differentiated. Do you know why? What is your
# answer?
#
# <!-- ### BEGIN SOLUTION -->
# *Answer.* No reason lies in the mathematics. The biases have gradients, $\partial L/\partial b = \delta$, and they come for free,
# since $\delta$ is needed for the weights anyway. A bias is constant with respect to the *input*, and that may be the
# confusion; it is not constant for the *loss*, which changes when the bias is moved. Leaving the biases out means that they keep
# their first values for ever: the network still learns, with 9 of its 36 parameters frozen.
# <!-- ### END SOLUTION -->

# %% [markdown]
# ## A step down
#
# The gradient says where the loss grows. So go the other way, a little:
#
# $$W \leftarrow W - \eta\,\frac{\partial L}{\partial W} \qquad b \leftarrow b - \eta\,\frac{\partial L}{\partial b}$$
#
# $\eta$ is the *learning rate*, `lr` in the code, the same for all parameters. Why only a little? The gradient is the slope *here*. A few
# steps away the loss has another one.

# %% [markdown]
# ### Exercise: `gradient_step` · easy · 5 minutes
#
# Return a new dictionary. The old one stays as it is, with everything in it: the backward pass of lesson 3 needs the old weights
# to the end. A network may have any number of layers, so take the keys from `params`.

# %% exercise="gradient_step"
def gradient_step(params, grads, lr):
    """One step down for every parameter.

    params: {"W3": array, "b3": array, ...}, any keys. grads: the gradients, with the same keys and shapes. lr: a number.
    Returns a new dictionary with the keys of params.
    """
    ### BEGIN SOLUTION
    return {key: value - lr * grads[key] for key, value in params.items()}
    ### END SOLUTION

# %% test="gradient_step" points=2
check("gradient_step", gradient_step)

# %% [markdown]
# <details><summary>It says that params is written into, though I made a copy</summary>
#
# `dict(params)` and `params.copy()` make a new dictionary that holds *the same arrays*. `new[key] -= ...` then changes an
# array that the old dictionary holds as well.
#
# <details><summary>One step further</summary>
#
# `a = a - b` makes a new array; `a -= b` writes into the old one.
#
# </details>
# </details>
#
# <details><summary>KeyError</summary>
#
# Some of the tests have other layers than this lesson. Loop over the dictionary that you were given.
#
# </details>

# %% [markdown]
# Now take the step, for the last layer.
#
# **Before you run the next cell:** which numbers of $W_3$ grow? Which number of $b_3$? In which digit will you see it, with a learning
# rate of 0.01?

# %%
last = {"W3": params["W3"], "b3": params["b3"]}
grads = {"W3": weight_gradient(h2, delta), "b3": bias_gradient(delta)}
new = gradient_step(last, grads, LEARNING_RATE)
print(new["W3"])
print(new["b3"])

# %% [markdown]
# Column 0 of $W_3$ and entry 0 of $b_3$ have grown, everything else has shrunk, and all of it in the third decimal. Has it helped?
#
# A prediction first. Each parameter moves by $-\eta$ times its slope, and each move changes the loss by the move times the slope. So
# the loss should fall by about $\eta$ times the sum of all squared slopes.

# %%
def loss_of_last(last):
    return cross_entropy(softmax(affine(h2, last["W3"], last["b3"])), y)

squares = sum(np.sum(gradient ** 2) for gradient in grads.values())
print(f"predicted fall {LEARNING_RATE * squares:.6f}")
print(f"real fall      {loss_of_last(last) - loss_of_last(new):.6f}")
print(f"loss           {loss_of_last(last):.6f} -> {loss_of_last(new):.6f}")

# %% [markdown]
# From 1.617 to 1.580, and the prediction was right to within half a percent. What is missing is the bend of the loss along the step.
#
# Only the last layer has moved, so $h_2$ is still the same, and we can go on.
#
# **Before you run the next cell:** the first step took 0.037 off the loss. Will a hundred of them take off 3.7?

# %%
for step in range(1, 101):
    p_now = softmax(affine(h2, last["W3"], last["b3"]))
    delta_now = output_delta(p_now, y)
    grads_now = {"W3": weight_gradient(h2, delta_now), "b3": bias_gradient(delta_now)}
    last = gradient_step(last, grads_now, LEARNING_RATE)
    if step in (1, 10, 50, 100):
        print(f"after {step:3} steps: loss {loss_of_last(last):.4f}   p {softmax(affine(h2, last['W3'], last['b3']))}")

# %% [markdown]
# They cannot: the loss was 1.617 and does not fall below 0. $\delta$ is worked out anew in each step, and it shrinks as $p$ comes nearer to
# $y$: its entry 0 was $-0.80$ and is $-0.23$ now. The less is wrong, the shorter the step, with the same learning rate.

# %% [markdown]
# ## The article's own W3
#
# The first article works the same step out and prints a new $W_3$. Do not compare yours with it digit by digit: it starts from the
# wrong softmax of lesson 1, $z/\sum z$. How much does that alone change, with everything after it done right?

# %%
article_p = np.array([0.26980, 0.32235, 0.40784])
from_article_p = params["W3"] - LEARNING_RATE * weight_gradient(h2, output_delta(article_p, y))
print(from_article_p)
print("largest distance from ours:", np.abs(from_article_p - new["W3"]).max().round(6))

# %% [markdown]
# A difference in the third decimal, which is the decimal in which the step happens. That looks small beside the weights. Beside the
# *step* it is a fifth: for output 2 the step would be 0.0040 in the place of 0.0051. An error in a gradient hides well behind a
# small learning rate. So gradients are checked, not weights.

# %% [markdown]
# ## Questions
#
# Answer in a sentence or two, then compare with the solution.

# %% [markdown]
# **1.** The three entries of $\delta$ add up to 0, for every $p$ and every $y$. Why? What does that mean for the rows of
# $\partial L/\partial W$?
#
# <!-- ### BEGIN SOLUTION -->
# *Answer.* $p$ adds up to 1, $y$ adds up to 1, so $p - y$ adds up to 0. What is given to one class is taken from the others. Row $i$ of
# $\partial L/\partial W$ is $h_i$ times $\delta$, so every row adds up to 0 as well. (It is the same fact as in lesson 1: adding a
# number to all $z$ changes nothing.)
# <!-- ### END SOLUTION -->

# %% [markdown]
# **2.** One unit of $h$ is exactly 0 for some input. What are the gradients of the weights that leave it? What follows for the
# step?
#
# <!-- ### BEGIN SOLUTION -->
# *Answer.* 0, since each of them holds the factor $h_i = 0$. These weights do not move in this step. They had no influence on this
# output either, so there is nothing to correct.
# <!-- ### END SOLUTION -->

# %% [markdown]
# **3.** With a learning rate of 10 the loss of this one sample falls to 0.000 in a single step. Why is that no reason to choose 10?
#
# <!-- ### BEGIN SOLUTION -->
# *Answer.* The step is far longer than the piece on which the slope holds; that it ends well is special to one sample, which can be
# fitted by making one output as large as you like. A network has to fit many samples with the same weights, and a step that
# overshoots for one of them does damage to the others.
# <!-- ### END SOLUTION -->

# %% [markdown]
# **4.** A gradient of yours agrees with the measured one on a single network with three units in every layer and positive numbers only.
# Name two mistakes that such a check would let through.
#
# <!-- ### BEGIN SOLUTION -->
# *Answer.* A swapped pair of axes where the sizes are equal (the table still has the right shape, and if $h$ is nearly the same in
# every entry it may even look alike); a lost sign, or a ReLU that should not be there, where every number is positive; a formula
# that takes class 0 for the true one. Test with sizes that all differ, with mixed signs, and with several labels.
# <!-- ### END SOLUTION -->

# %% [markdown]
# ## Where to go next
#
# $\delta$ of the output layer, and with it the gradients of $W_3$ and $b_3$. Nothing in `weight_gradient` and `bias_gradient` says "output
# layer": whoever brings them the $\delta$ of another layer gets that layer's gradients. Lesson 3 finds the $\delta$ of the two
# hidden layers, from this one.
