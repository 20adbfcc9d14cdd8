# %% [markdown]
# # Lesson 4 · Batches, and any depth
#
# **After this lesson you can** write the backward pass of a network of any depth for a batch of any size, say where the
# 1/N of the mean enters and why it enters only once, and say what backpropagation saves, in numbers that you measured.
#
# **You need** lessons 1 to 3: the forward pass, $\delta$, and the way back through $W^\top$ and the activation.
#
# **It takes** about two and a half hours. A break before *Any depth* is a good idea.

# %% [markdown]
# ## Why more than one sample
#
# The gradient of lesson 3 is one sample's opinion. A step along it makes the network better for that sample, and perhaps
# worse for the others. Networks are trained on *batches*: some samples at once, one step for all of them.
#
# Two things have to be found out. How do the samples' gradients become one? And must each sample go through the network
# on its own, or can all of them go together?

# %%
import time

import numpy as np

from utils import check, worked_network
from utils.pictures import show
from utils.pictures.batches import draw_cost, draw_shares

np.set_printoptions(precision=4, suppress=True)

# %% [markdown]
# These are the answers of lessons 1, 2 and 3, released when those lessons are due. Each of them takes one sample.

# %% given="forward_pass"
def affine(x, W, b):
    return x @ W + b

def relu(z):
    return np.maximum(z, 0)

def sigmoid(z):
    small = np.exp(-np.abs(z))               # at most 1: no overflow for either sign of z
    return np.where(np.asarray(z) >= 0, 1 / (1 + small), small / (1 + small))

# %% given="forward_pass_loss"
def softmax(z):
    powers = np.exp(z - np.max(z))
    return powers / np.sum(powers)

def cross_entropy(p, y):
    return -np.log(max(np.sum(p * y), 1e-12))

# %% given="forward_pass_chain"
def forward(x, params):
    z1 = affine(x, params["W1"], params["b1"])
    h1 = relu(z1)
    z2 = affine(h1, params["W2"], params["b2"])
    h2 = sigmoid(z2)
    z3 = affine(h2, params["W3"], params["b3"])
    return {"x": x, "z1": z1, "h1": h1, "z2": z2, "h2": h2, "z3": z3, "p": softmax(z3)}

# %% given="lesson1"
# what the checks of this lesson compare with
lesson1 = {"affine": affine, "relu": relu, "sigmoid": sigmoid, "softmax": softmax,
           "cross_entropy": cross_entropy, "forward": forward}

# %% given="numerical_gradient"
def numerical_gradient(f, x, eps=1e-5):
    gradient = np.zeros(np.shape(x))
    for index in np.ndindex(np.shape(x)):
        up, down = np.array(x, dtype=float), np.array(x, dtype=float)
        up[index] += eps
        down[index] -= eps
        gradient[index] = (f(up) - f(down)) / (2 * eps)
    return gradient

# %% given="hidden_layers"
def relu_derivative(z):
    return np.where(np.asarray(z) > 0, 1.0, 0.0)

def sigmoid_derivative(z):
    return sigmoid(z) * (1 - sigmoid(z))

def backward(cache, y, params):
    delta3 = cache["p"] - y
    delta2 = (delta3 @ params["W3"].T) * sigmoid_derivative(cache["z2"])
    delta1 = (delta2 @ params["W2"].T) * relu_derivative(cache["z1"])
    return {"W1": np.outer(cache["x"], delta1), "b1": delta1,
            "W2": np.outer(cache["h1"], delta2), "b2": delta2,
            "W3": np.outer(cache["h2"], delta3), "b3": delta3}

# %% [markdown]
# ## Three samples, three opinions
#
# The network is the one you know, and so is the first sample. Two more come with it, of class 2 and of class 1. A batch
# gets capital letters: $X$ has the samples as its rows, $Y$ their one-hot labels. $N$ is the number of samples, $n$ one
# of them, so $X[n]$ is what $x$ was so far.

# %%
x, params, y = worked_network()
X = np.array([x, [0.9, 0.1, 0.3], [0.4, 0.8, 0.2]])
Y = np.array([y, [0, 0, 1], [0, 1, 0]])

caches = [forward(X[n], params) for n in range(3)]
gradients = [backward(caches[n], Y[n], params) for n in range(3)]
np.array([cache["p"] for cache in caches])

# %% [markdown]
# The predictions hardly differ. **Before you run the next cell:** in which direction does each sample want the bias of
# output 0 to move? The first sample is of class 0, the others are not.

# %%
for n in range(3):
    print(f"sample {n}   ∂L/∂b3 = {gradients[n]['b3']}")

# %% [markdown]
# Sample 0 has −0.80 there: a larger bias lowers its loss. The two others have about 0.20 each: it raises theirs. Who is
# right? All of them, each about its own loss. So first: what is *the* loss of a batch?

# %% [markdown]
# ## The loss of a batch: sum or mean?
#
# Both can be found. The second of the two articles behind this course adds the samples up, the first one says "just
# average everything". Take the batch and put each sample in twice. Nothing new is known.
#
# **Before you run the next cell:** what happens to the sum of the losses, and what to their mean?

# %%
losses = np.array([cross_entropy(caches[n]["p"], Y[n]) for n in range(3)])
twice = np.concatenate([losses, losses])
print(losses)
print("sum  ", losses.sum(), twice.sum())
print("mean ", losses.mean(), twice.mean())

# %% [markdown]
# The sum doubles, and its gradient with it: a learning rate that suits 3 samples would be twice too large for 6. The mean
# stays at 1.1783. This course takes the mean:
#
# $$L = \frac{1}{N}\sum_n L_n, \qquad L_n = -\sum_k Y[n,k]\,\ln P[n,k]$$
#
# $P$ holds the predictions, a row a sample. Two sums, and only one of them is divided: over the classes $k$ of a row the
# terms are added up (all but one are 0), over the samples $n$ the mean is taken.

# %% [markdown]
# ### Exercise: `batch_loss` · easy · 5 minutes
#
# The mean of the samples' losses. Remember from lesson 1 that a probability may be exactly 0.

# %% exercise="batch_loss"
def batch_loss(P, Y):
    """The mean cross-entropy of a batch.

    P: (N, n_classes), probabilities, a row a sample, entries of exactly 0 among them.
    Y: (N, n_classes), one-hot rows, may hold whole numbers. Returns a single finite number.
    """
    ### BEGIN SOLUTION
    right = np.sum(np.asarray(P) * Y, axis=1)    # of each sample, p of its own class
    return -np.mean(np.log(np.maximum(right, 1e-12)))
    ### END SOLUTION

# %% test="batch_loss" points=2
check("batch_loss", batch_loss, **lesson1)

# %% [markdown]
# <details><summary>My number is too small</summary>
#
# How many numbers did you divide by? `np.mean` of an array divides by all its entries. Which of them are losses?
#
# <details><summary>One step further</summary>
#
# `Y * np.log(P)` has N times n_classes entries. First make one loss out of each row, then take the mean of N losses.
#
# </details>
# </details>
#
# <details><summary>It is NaN, or infinite</summary>
#
# Somewhere the logarithm of 0 is taken. Multiplying by 0 afterwards does not repair it: 0 times infinity is NaN. Pick the
# probability of the true class first, and keep it away from 0 before the logarithm.
#
# </details>
#
# <details><summary>I average P first, then take the logarithm</summary>
#
# The mean of logarithms is not the logarithm of the mean. Two samples with 0.9 and 0.1 for their true class: compare
# both.
#
# </details>

# %% [markdown]
# ## Forward, all samples at once
#
# For one sample, $z_1[j] = \sum_i x[i]\,W_1[i,j] + b_1[j]$. Let every sample do that, each in its own row:
#
# $$Z_1[n,j] = \sum_i X[n,i]\,W_1[i,j] + b_1[j] \qquad\text{that is}\qquad Z_1 = X\,W_1 + b_1$$
#
# The index $n$ stands on both sides and nothing is summed over it: the samples do not meet. $b_1$ has no $n$: every row
# gets the same one. NumPy does that when a `(n_out,)` is added to a `(N, n_out)`.
#
# **Before you run the next cell:** which of lesson 1's functions `affine`, `relu`, `sigmoid`, `softmax` do the right
# thing if they are handed a whole batch?

# %%
Z1 = affine(X, params["W1"], params["b1"])
print("affine, batch against samples:", np.abs(Z1 - np.array([cache["z1"] for cache in caches])).max())
Z3 = np.array([cache["z3"] for cache in caches])
print("softmax, sums of the rows:    ", softmax(Z3).sum(axis=1), "of all:", softmax(Z3).sum())

# %% [markdown]
# `affine` does, and so do `relu` and `sigmoid`, which look at each entry alone. `softmax` does not: all nine entries
# together add up to 1, where each row should. It sums over everything it gets. For a batch the sum belongs to one row of
# $Z_3$ (whose entries, the last layer's $z$, are often called *logits*):
#
# $$P[n,k] = \frac{\exp Z_3[n,k]}{\sum_m \exp Z_3[n,m]}$$
#
# And the shift that keeps `exp` small? It may differ from row to row, since numerator and denominator share a row.

# %%
print(Z3.max(axis=1).shape, Z3.max(axis=1, keepdims=True).shape)
print(Z3 - Z3.max(axis=1, keepdims=True))

# %% [markdown]
# `keepdims` keeps the axis that the maximum was taken along, with length 1. A `(3, 1)` has a number for each row, which is
# meant. A `(3,)` is read as a number for each column, like a bias: here that fits, without an error, and is wrong. The sum
# below the fraction bar asks for the same care.

# %% [markdown]
# ### Exercise: `forward_batch` · medium · 10 minutes
#
# The forward pass of lesson 1 for a batch. Use lesson 1's functions where they fit. The cache keeps its names, in small
# letters as before: `cache["h1"]` is now $H_1$, a row a sample. A batch of one sample is a batch too: each array
# has one row.

# %% exercise="forward_batch"
def forward_batch(X, params):
    """The 3-layer network for all samples of a batch: ReLU, sigmoid, softmax.

    X: (N, n_in), a row a sample, may hold whole numbers. params: {"W1", "b1", ..., "b3"}.
    The logits of a row may be near 1000, near -1000, or far apart.
    Returns the cache: "x", "z1", "h1", "z2", "h2", "z3", "p", each with N rows, a row a sample.
    """
    ### BEGIN SOLUTION
    z1 = affine(X, params["W1"], params["b1"])
    h1 = relu(z1)
    z2 = affine(h1, params["W2"], params["b2"])
    h2 = sigmoid(z2)
    z3 = affine(h2, params["W3"], params["b3"])
    powers = np.exp(z3 - z3.max(axis=1, keepdims=True))
    p = powers / powers.sum(axis=1, keepdims=True)
    return {"x": X, "z1": z1, "h1": h1, "z2": z2, "h2": h2, "z3": z3, "p": p}
    ### END SOLUTION

# %% test="forward_batch" points=3
check("forward_batch", forward_batch, **lesson1)

# %% [markdown]
# <details><summary>Shapes do not fit together</summary>
#
# Print `z3.shape` and the shape of what you subtract from it or divide it by. Which of them has lost an axis?
#
# <details><summary>One step further</summary>
#
# `z3.max(axis=1)` is `(N,)`. NumPy compares shapes from the right: it puts N beside n_classes. Keep the axis.
#
# </details>
# </details>
#
# <details><summary>NaN in some rows of p</summary>
#
# All exponentials of that row are 0, so that 0 is divided by 0. The row's logits lie far below something that you
# subtracted. Where does it come from?
#
# </details>
#
# <details><summary>The columns of p add up to 1</summary>
#
# A sum with `axis=0` runs down the samples. It has an entry for each class, so it fits for any N, without an error. Which axis
# counts the classes of one sample?
#
# </details>

# %% [markdown]
# ## Where 1/N enters
#
# Now backwards. The loss is $L = \frac1N \sum_n L_n$. What does it feel of the logits of one sample? $Z_3[n]$ reaches
# the loss only through $L_n$; the other samples' losses do not know it. And $L_n$ counts with the weight $\frac1N$.
# Lesson 2 has the rest, $\partial L_n / \partial z_3 = p - y$:
#
# $$\Delta_3[n,k] = \frac{\partial L}{\partial Z_3[n,k]} = \frac1N\,\bigl(P[n,k] - Y[n,k]\bigr), \qquad \Delta_3 = \frac{P - Y}{N}$$
#
# $\Delta$ is the letter for a batch's $\delta$, a row a sample. Everything that comes further back is $\Delta_3$
# multiplied by something: by $W_3^\top$, by derivatives, by $H$. Multiplied by something, $\frac1N$ times a number
# stays $\frac1N$ times it. So the 1/N is in already, everywhere. **It enters once, here**; whoever divides again
# further down divides twice.

# %%
P = np.array([cache["p"] for cache in caches])
H2 = np.array([cache["h2"] for cache in caches])
Delta3 = (P - Y) / 3
Delta3

# %% [markdown]
# ## One weight, three samples
#
# How does the loss change with $W_3[1,0]$, the weight from unit 1 of the second hidden layer to output 0? All samples
# use this one weight. It reaches the loss by three paths, one through each sample:
#
# $$W_3[1,0] \to Z_3[n,0] \to L, \qquad n = 0, 1, 2$$
#
# The rule is that of lesson 3: a gradient is the sum over every path. On the path through sample $n$ the first factor is
# $H_2[n,1]$, for that is what $W_3[1,0]$ is multiplied with in $Z_3[n,0]$. The second is $\Delta_3[n,0]$:
#
# $$\frac{\partial L}{\partial W_3[1,0]} = \sum_n H_2[n,1]\;\Delta_3[n,0]$$
#
# **Before you run the next cell:** sample 0 pulls the weight up (its term is negative), the two others pull it down.
# The three $h$ are nearly the same, and the deltas are about −0.27, 0.07 and 0.07. What is the sum, roughly?

# %%
terms = [H2[n, 1] * Delta3[n, 0] for n in range(3)]
print("three paths:", np.array(terms), "together:", sum(terms))
print("mean of the three gradients of lesson 3:  ", np.mean([gradients[n]["W3"][1, 0] for n in range(3)]))

# %% [markdown]
# −0.127 both ways: the derivative of a mean is the mean of the derivatives.

# %% [markdown]
# ## All weights, three samples
#
# By symmetry, for every weight: put $i$ for 1 and $k$ for 0.
#
# $$\frac{\partial L}{\partial W_3[i,k]} = \sum_n H_2[n,i]\;\Delta_3[n,k]$$
#
# Each sample adds one table, the outer product of its row of $H_2$ and its row of $\Delta_3$.

# %%
shares = [np.outer(H2[n], Delta3[n]) for n in range(3)]
show(draw_shares(shares, sum(shares), ["sample 0", "sample 1", "sample 2", "$∂L/∂W_3$"]),
     alt="Three tables of 3 by 3 numbers, one for each sample, added up to a fourth, the "
         "gradient of W3. In each table the column of the sample's own class is negative "
         "(hatched): column 0 for sample 0, column 2 for sample 1, column 1 for sample 2. "
         "In the sum, columns 0 and 1 are negative.")

# %% [markdown]
# The same as a matrix: a sum over an index that two neighbours share is a matrix product. Here both have $n$ as their
# *first* index, and a product wants it last on the left and first on the right. So the left one is turned:
#
# $$\frac{\partial L}{\partial W_3} = H_2^\top \Delta_3$$
#
# With one sample $H_2^\top$ is a column and $\Delta_3$ a row: the outer product of lesson 2 was this product all along.
# The transpose is no trick to make shapes fit. It puts the samples where they are summed over.

# %%
print(H2.T @ Delta3)
print("largest difference from the sum of the three tables:", np.abs(H2.T @ Delta3 - sum(shares)).max())

# %% [markdown]
# **Before you run the next cell:** would it be enough to run the *mean sample* once, forward and backward? Compare with
# $\partial L / \partial W_3$ above.

# %%
mean_cache = forward(X.mean(axis=0), params)
backward(mean_cache, Y.mean(axis=0), params)["W3"]

# %% [markdown]
# Close and wrong: −0.1263 where −0.1268 is right, and so on. Each sample's $\Delta$ has to meet its own $h$: the mean
# of products is not the product of means. In this network the three samples look nearly alike after the second layer;
# where they do not, the
# error is larger.

# %% [markdown]
# ## The bias is the one that looks different
#
# The second article ends with this remark: going from one sample to many, only the bias's formula changes. Why that one?
#
# $b_3[k]$ is added to the logit $k$ of every sample, so it too has a path through each of them. Its first factor is
# $\partial Z_3[n,k] / \partial b_3[k] = 1$, for every $n$:
#
# $$\frac{\partial L}{\partial b_3[k]} = \sum_n 1 \cdot \Delta_3[n,k]$$
#
# The sum over the samples is there for the weights as well; the product $H_2^\top \Delta_3$ does it unseen. A bias has
# no $h$ to multiply with, so its sum has to be written down. One may also say: a bias is a weight on an input that is
# always 1.

# %%
ones = np.ones((3, 1))
print("added up over the samples:", Delta3.sum(axis=0))
print("as weights of an input 1: ", ones.T @ Delta3)

# %% [markdown]
# What if the sum is forgotten? Then the "gradient" is $\Delta_3$ itself. **Before you run the next cell:** does the
# step to new biases fail?

# %%
(params["b3"] - 0.01 * Delta3).shape

# %% [markdown]
# It does not fail: NumPy broadcasts, and `b3` has become a table, with a row for each sample of this batch. The next
# forward pass with three samples runs as well, giving every sample a bias of its own. Only a batch of another size
# stops it, far from the error. That is why the checks here refuse a wrong shape even where it "works".

# %% [markdown]
# ## Further back
#
# From $\Delta_3$ to $\Delta_2$: $H_2[n]$ feeds only its own sample's $Z_3[n]$. So every row goes back as in lesson 3,
# on its own:
#
# $$\frac{\partial L}{\partial H_2[n,i]} = \sum_k \Delta_3[n,k]\,W_3[i,k], \qquad \Delta_2 = \bigl(\Delta_3 W_3^\top\bigr) \circ \sigma'(Z_2)$$
#
# The sum runs over the paths through the outputs $k$, not over the samples. $\sigma'(Z_2)$ has a row for each sample
# too, since each has its own $z_2$. And no 1/N: it is in $\Delta_3$.
#
# | | one sample | a batch |
# |---|---|---|
# | output | $\delta_3 = p - y$ | $\Delta_3 = (P - Y) / N$ |
# | weights | $\partial L/\partial W_3 = h_2^\top \delta_3$ | $H_2^\top \Delta_3$ |
# | bias | $\delta_3$ | $\Delta_3$ added up over the samples |
# | back through $W$ | $\delta_3 W_3^\top$ | $\Delta_3 W_3^\top$ |
# | back through the activation | $\circ\; \sigma'(z_2)$ | $\circ\; \sigma'(Z_2)$ |
#
# Which two lines change in more than their letters?

# %% [markdown]
# ### Exercise: `backward_batch` · medium · 15 minutes
#
# All six gradients of the mean loss for a batch. The table has every piece: the last four lines lead from layer 3
# to layer 2, and once more, with ReLU, from there to layer 1, whose input is $X$.

# %% exercise="backward_batch"
def backward_batch(cache, Y, params):
    """The gradients of the mean loss of a batch.

    cache: what forward_batch returns; x, z1, h1, z2, h2, z3, p, each with N rows.
    Y: (N, n_classes), one-hot rows, may hold whole numbers. params: {"W1", "b1", ..., "b3"}.
    Returns grads, with the keys and shapes of params.
    """
    ### BEGIN SOLUTION
    delta3 = (cache["p"] - Y) / len(Y)
    delta2 = (delta3 @ params["W3"].T) * sigmoid_derivative(cache["z2"])
    delta1 = (delta2 @ params["W2"].T) * relu_derivative(cache["z1"])
    return {"W1": cache["x"].T @ delta1, "b1": delta1.sum(axis=0),
            "W2": cache["h1"].T @ delta2, "b2": delta2.sum(axis=0),
            "W3": cache["h2"].T @ delta3, "b3": delta3.sum(axis=0)}
    ### END SOLUTION

# %% [markdown]
# The check compares each gradient with finite differences of the mean loss, from the output back.

# %% test="backward_batch" part="W3" points=2
check("backward_batch", backward_batch, part="W3", **lesson1)

# %% test="backward_batch" part="b3" points=1
check("backward_batch", backward_batch, part="b3", **lesson1)

# %% test="backward_batch" part="W2" points=2
check("backward_batch", backward_batch, part="W2", **lesson1)

# %% test="backward_batch" part="b2" points=1
check("backward_batch", backward_batch, part="b2", **lesson1)

# %% test="backward_batch" part="W1" points=2
check("backward_batch", backward_batch, part="W1", **lesson1)

# %% test="backward_batch" part="b1" points=1
check("backward_batch", backward_batch, part="b1", **lesson1)

# %% [markdown]
# <details><summary>The check says N times too large, or N times too small</summary>
#
# Too large: your gradients are those of the sum of the losses. Too small: 1/N has entered twice. Go through your lines
# and mark each place where something is divided by N or averaged. How many marks should there be?
#
# <details><summary>One step further</summary>
#
# One mark, at the output's $\Delta$. `np.mean` over the samples is a mark too.
#
# </details>
# </details>
#
# <details><summary>A bias gradient has the wrong shape</summary>
#
# A bias has one entry for each unit. Your result still has one for each sample, or one number in all. Which axis of
# $\Delta$ counts the samples?
#
# </details>
#
# <details><summary>Shapes do not fit together, or W comes out as its transpose</summary>
#
# Which index is summed over in $\partial L / \partial W[i,k]$? Write the shapes of the two factors below each other and
# put that index in the middle.
#
# </details>
#
# <details><summary>W3 and b3 are right, the others are not</summary>
#
# Then $\Delta_3$ is right and the way back from it is not. Compute $\Delta_2$ for the batch `X` above and compare its
# first row with a third of the $\delta_2$ of lesson 3's `backward` for sample 0 (its gradient `b2`). Is it off in all
# entries, or by a factor that changes from entry to entry?
#
# <details><summary>One step further</summary>
#
# A factor that changes from entry to entry is the activation's derivative. Of which array is it taken?
#
# </details>
# </details>

# %% [markdown]
# The whole batch at once, beside the three samples one by one:

# %%
grads = backward_batch(forward_batch(X, params), Y, params)
for key in grads:
    one_by_one = np.mean([gradients[n][key] for n in range(3)], axis=0)
    print(f"{key}   largest difference {np.abs(grads[key] - one_by_one).max():.1e}")

# %% [markdown]
# ### A question in words
#
# A classmate computes the gradients of each sample, adds them up, and divides by N at the end. Another divides $P - Y$
# by N at the beginning and never again. A third takes `np.mean(..., axis=0)` for the biases and `H.T @ Delta` for the
# weights, with $\Delta = P - Y$. Whose gradients are those of the mean loss, and what is wrong with the others?
#
# <!-- ### BEGIN SOLUTION -->
# The first and the second are both right: the gradient is a sum over the samples in which each has the factor 1/N, and
# a common factor may be taken out at the beginning or at the end. The third divides the biases by N and the weights not
# at all: weights and biases follow the gradients of different losses, and a step moves the weights N times too far.
# <!-- ### END SOLUTION -->

# %% [markdown]
# ## Any depth
#
# Nothing in the way back knew how many layers there are, or which one it was at. So let there be $K$ layers of weights.
# Call the input $H_0 = X$, and let $f_l$ be the activation of hidden layer $l$. Forward, for $l = 1, \dots, K$:
#
# $$Z_l = H_{l-1} W_l + b_l, \qquad H_l = f_l(Z_l) \;\text{ for } l < K, \qquad P = \text{softmax of each row of } Z_K$$
#
# For our network $K = 3$, $f_1$ is ReLU and $f_2$ the sigmoid.

# %% [markdown]
# ### Exercise: on a blank sheet · medium · 25 minutes
#
# Now the way back, and this time you derive it. Take an empty sheet and do not scroll up.
#
# 1. Where does it begin? Write $\Delta_K$, for softmax, cross-entropy and the mean over $N$ samples.
# 2. Suppose that $\Delta_{l+1}[n,k] = \partial L/\partial Z_{l+1}[n,k]$ is known for every $k$. Draw $Z_l[n,i]$ and every path from it
#    to layer $l+1$, with the factor of each step on its line. Does a path lead to another sample?
# 3. Multiply along the paths, add them up: $\Delta_l[n,i]$, with one sum.
# 4. Write 3 for all $n$ and $i$ at once, with matrices. Which index is summed over, and where has it to stand?
# 5. In the same two forms: $\partial L/\partial W_l[i,k]$ and $\partial L/\partial b_l[k]$. Which index is summed over now, and why?
# 6. Put $K = 3$ in. Is it your `backward_batch`?
#
# You should end with four formulas. Nobody tells you here whether they are right: finite differences will, in
# `backward_deep`.
#
# <!-- ### BEGIN SOLUTION -->
# **1.** $Z_K[n]$ reaches the loss through $L_n$ alone, which counts with $1/N$: $\Delta_K = (P - Y)/N$.
#
# **2.** $Z_l[n,i] \to H_l[n,i]$ with the factor $f_l'(Z_l[n,i])$; from there to each $Z_{l+1}[n,k]$ with the factor
# $W_{l+1}[i,k]$; from there to the loss with $\Delta_{l+1}[n,k]$. The sample $n$ stays the same on every path.
#
# **3.** $\Delta_l[n,i] = f_l'(Z_l[n,i]) \sum_k W_{l+1}[i,k]\,\Delta_{l+1}[n,k]$
#
# **4.** The sum runs over $k$, the columns of $\Delta_{l+1}$ and of $W_{l+1}$. A product wants it last on the left and first on
# the right, so $W_{l+1}$ is turned: $\Delta_l = (\Delta_{l+1} W_{l+1}^\top) \circ f_l'(Z_l)$.
#
# **5.** $W_l[i,k]$ stands beside $H_{l-1}[n,i]$ in $Z_l[n,k]$, for every sample: $\partial L/\partial W_l[i,k] = \sum_n H_{l-1}[n,i]\,
# \Delta_l[n,k]$, which is $H_{l-1}^\top \Delta_l$. And $b_l[k]$ stands there with the factor 1: $\partial L/\partial b_l[k] = \sum_n
# \Delta_l[n,k]$. The samples share the weights, so here the paths go through the samples.
# <!-- ### END SOLUTION -->

# %% [markdown]
# <details><summary>I do not know how to begin step 2</summary>
#
# First the only line that leaves $Z_l[n,i]$: it goes to $H_l[n,i]$. How fast does that move with it? Then the lines that leave
# $H_l[n,i]$. How many are there, and what stands on them in $Z_{l+1} = H_l W_{l+1} + b_{l+1}$?
#
# </details>
#
# <details><summary>My matrices do not fit, or I am not sure of a transpose</summary>
#
# Go back to the entries. In a product $AB$ the index that is summed over is the last one of $A$ and the first one of $B$. Where a
# factor has it at the wrong end, that factor is turned.
#
# </details>
#
# <details><summary>Where has the 1/N gone?</summary>
#
# Follow it from step 1. Is there a step in which it gets lost, or one in which it comes in again?
#
# </details>

# %% [markdown]
# ## Why $\Delta$ is kept
#
# Without it, each gradient would be a sum over all paths from its weight to the loss. A weight into unit 0 of the first
# layer of our network: from there to 3 units of the second layer, from each of these to 3 outputs. That makes 9 paths.
#
# **Before you run the next cell:** how many are there in a network of 10 layers with 10 units each?

# %%
print(3 ** 2, 10 ** 9)

# %% [markdown]
# A thousand million for one weight. $\Delta_{l+1}$ has added up everything above layer $l+1$ already, once, for all
# weights below.

# %% [markdown]
# ## A third activation
#
# Deep networks often use tanh, so your function should know it. It is a sigmoid in disguise, stretched to lie between
# −1 and 1:
#
# $$\tanh z = \frac{e^z - e^{-z}}{e^z + e^{-z}} = 2\,\sigma(2z) - 1$$
#
# Its derivative follows from that of the sigmoid, $\sigma' = \sigma(1 - \sigma)$: by the chain rule
# $\tanh' z = 4\,\sigma(2z)\,(1 - \sigma(2z))$. With $h = \tanh z$ the two factors are $\sigma(2z) = \frac{1+h}{2}$ and
# $1 - \sigma(2z) = \frac{1-h}{2}$, so
#
# $$\tanh' z = (1 + h)(1 - h) = 1 - h^2$$
#
# As with the sigmoid, the derivative is known as soon as $h$ is. NumPy has `np.tanh`.

# %%
z = np.array([-2.0, 0.0, 0.5])
print(np.tanh(z), 2 * sigmoid(2 * z) - 1)
print(1 - np.tanh(z)**2, (np.tanh(z + 1e-5) - np.tanh(z - 1e-5)) / 2e-5)

# %% [markdown]
# ### Exercise: `forward_deep` · medium · 15 minutes
#
# `activations` names the activation of each hidden layer, `["relu", "sigmoid"]` for our network. The last layer is not
# in the list: its $z$ goes to the softmax. So K layers come with K − 1 names, and a network without a hidden layer with
# the empty list.

# %% exercise="forward_deep"
def forward_deep(X, params, activations):
    """The forward pass of a network of any depth for a batch.

    X: (N, n_in), may hold whole numbers. params: {"W1", "b1", ..., "WK", "bK"}.
    activations: K - 1 names, "relu", "sigmoid" or "tanh", the first for layer 1.
    Returns the cache: "x", "z1", "h1", ..., "zK", "p", each with N rows.
    """
    ### BEGIN SOLUTION
    functions = {"relu": relu, "sigmoid": sigmoid, "tanh": np.tanh}
    cache, h, K = {"x": X}, X, len(activations) + 1
    for l in range(1, K + 1):
        z = cache[f"z{l}"] = affine(h, params[f"W{l}"], params[f"b{l}"])
        if l < K:
            h = cache[f"h{l}"] = functions[activations[l - 1]](z)
    powers = np.exp(z - z.max(axis=1, keepdims=True))
    cache["p"] = powers / powers.sum(axis=1, keepdims=True)
    return cache
    ### END SOLUTION

# %% test="forward_deep" points=3
check("forward_deep", forward_deep, **lesson1)

# %% [markdown]
# <details><summary>It stops with a KeyError or an IndexError</summary>
#
# Layers count from 1, the list from 0. Write down for K = 3 which name belongs to which layer, and what your loop reads
# for each $l$.
#
# </details>
#
# <details><summary>It fails without a hidden layer</summary>
#
# `activations` is `[]`, and there is one layer: `W1`, `b1`. Does your code do anything for the output layer before it
# looks at the list?
#
# </details>
#
# <details><summary>z and h of the last layer</summary>
#
# There is a $z_K$ and no $h_K$: what leaves the last layer is called `p`.
#
# </details>

# %% [markdown]
# ### Exercise: `backward_deep` · hard · 20 minutes
#
# The formulas of your sheet. In a loop that goes down from $K$ to 1, keep one $\Delta$ that is replaced at every turn. Each
# turn finds the gradient of $W_l$, that of $b_l$, and the $\Delta$ of the layer below. In which order? And which of the three
# does not happen any more at layer 1? ReLU's derivative at 0 is 0, as before.

# %% exercise="backward_deep"
def backward_deep(cache, Y, params, activations):
    """The gradients of the mean loss of a network of any depth.

    cache: what forward_deep returns. Y: (N, n_classes), one-hot rows, may hold whole numbers.
    params: {"W1", "b1", ..., "WK", "bK"}. activations: K - 1 names, as in forward_deep.
    Returns grads, with the keys and shapes of params.
    """
    ### BEGIN SOLUTION
    slopes = {"relu": lambda h: h > 0, "sigmoid": lambda h: h * (1 - h), "tanh": lambda h: 1 - h**2}
    grads, delta = {}, (cache["p"] - Y) / len(Y)
    for l in range(len(activations) + 1, 0, -1):
        below = cache[f"h{l - 1}"] if l > 1 else cache["x"]
        grads[f"W{l}"], grads[f"b{l}"] = below.T @ delta, delta.sum(axis=0)
        if l > 1:
            delta = (delta @ params[f"W{l}"].T) * slopes[activations[l - 2]](below)
    return grads
    ### END SOLUTION

# %% [markdown]
# Three cells grade it: the first layer's weights and bias, which need the whole way back, and then every gradient of
# every layer, in networks of one to six layers.

# %% test="backward_deep" part="W1" points=2
check("backward_deep", backward_deep, part="W1", **lesson1)

# %% test="backward_deep" part="b1" points=1
check("backward_deep", backward_deep, part="b1", **lesson1)

# %% test="backward_deep" points=3
check("backward_deep", backward_deep, **lesson1)

# %% [markdown]
# <details><summary>The check names a network with one hidden layer</summary>
#
# It tried one without any before, and there you are right. So the output's part is right, the step down is not. Which $W$ does $\Delta_l$ come back through, the one below layer $l$
# or the one above? And the derivative: of which layer's $z$?
#
# </details>
#
# <details><summary>The check names a network with two different activations</summary>
#
# It tried one activation before, and there you are right. So a layer may use its neighbour's derivative. Coming down from layer $l$ you need the activation of layer $l - 1$.
# Where is it in a list that counts from 0?
#
# </details>
#
# <details><summary>It asks for h0, or for W of a layer that is not there</summary>
#
# What layer 1 received has another name in the cache. And at layer 1 there is nothing further down to hand $\Delta$ to.
#
# </details>
#
# <details><summary>It is nearly right, off by a little in every layer below the last</summary>
#
# Do you take a step to new weights inside the loop? $\Delta$ has to go back through the weights that made the prediction.
#
# </details>

# %% [markdown]
# ## Four formulas
#
# If the check says *exact*, this is what your sheet should say, in whichever letters:
#
# $$\Delta_K = \frac{P - Y}{N}, \qquad \Delta_l = \bigl(\Delta_{l+1} W_{l+1}^\top\bigr) \circ f_l'(Z_l)$$
#
# $$\frac{\partial L}{\partial W_l} = H_{l-1}^\top \Delta_l, \qquad \frac{\partial L}{\partial b_l} = \sum_n \Delta_l[n]$$
#
# These four are backpropagation. The second is the recursion, and entry by entry it says what lesson 3 said: a unit hears of the
# loss from every unit of the layer above, each weighted with the weight between them, and lets through what its own slope allows,
#
# $$\Delta_l[n,i] = \Bigl(\sum_k \Delta_{l+1}[n,k]\,W_{l+1}[i,k]\Bigr)\, f_l'(Z_l[n,i])$$

# %% [markdown]
# ## Ten layers, checked
#
# Ten layers, no two of the same width, all three activations in turn, five samples. Finite differences know nothing of
# $\Delta$, of transposes or of chain rules: they move one parameter and look at the loss.

# %%
rng = np.random.default_rng(4)
sizes = [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3]
activations = ["tanh", "sigmoid", "relu"] * 3
deep = {}
for l in range(1, 11):
    n_in, n_out = sizes[l - 1], sizes[l]
    deep[f"W{l}"] = rng.normal(size=(n_in, n_out)) * 1.5 / np.sqrt(n_in)
    deep[f"b{l}"] = rng.normal(size=sizes[l]) * 0.5
X5, Y5 = rng.normal(size=(5, 13)), np.eye(3)[[0, 1, 2, 1, 0]]

# %%
def loss_with(key, value):
    return batch_loss(forward_deep(X5, deep | {key: value}, activations)["p"], Y5)

grads = backward_deep(forward_deep(X5, deep, activations), Y5, deep, activations)
for key in deep:
    measured = numerical_gradient(lambda value: loss_with(key, value), deep[key])
    largest, difference = np.abs(grads[key]).max(), np.abs(grads[key] - measured).max()
    print(f"{key:4} largest entry {largest:.1e}   largest difference {difference:.1e}")

# %% [markdown]
# Every gradient agrees to ten decimals. Look at the other column too: how does the largest entry change from
# `W10` down to `W1`? The first layer feels the loss about thirty times less than the last. Lesson 5 is about that.

# %% [markdown]
# ## What it costs
#
# The last cell computed all gradients twice, by `backward_deep` and by finite differences. If both are right, why
# derive anything?
#
# **Before you run the next cells:** finite differences need two forward passes for each weight and bias. How many
# passes is that for the network above, and how many does `backward_deep` need?

# %%
count = sum(value.size for value in deep.values())
print(count, "weights and biases:", 2 * count, "forward passes")

# %% [markdown]
# Measure it: four layers of equal width, wider and wider.

# %%
def seconds(run, times):
    """How long a call of run() takes: the shortest of some, for other programs only add to it."""
    tries = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        tries.append(time.perf_counter() - start)
    return min(tries)

# %%
def network(width):
    """Four layers of that width, eight samples, and tanh throughout."""
    net = {}
    for l in range(1, 5):
        net[f"W{l}"] = rng.normal(size=(width, width)) / np.sqrt(width)
        net[f"b{l}"] = rng.normal(size=width)
    return net, rng.normal(size=(8, width)), np.eye(width)[np.arange(8) % width], ["tanh"] * 3

# %%
def differences(net, X, Y, names):
    """All gradients by finite differences."""
    def loss(key, value):
        return batch_loss(forward_deep(X, net | {key: value}, names)["p"], Y)
    return {key: numerical_gradient(lambda value: loss(key, value), net[key]) for key in net}

# %%
weights, ahead, back, apart = [], [], [], []
for net, inputs, labels, names in map(network, (3, 6, 12, 20)):
    cache = forward_deep(inputs, net, names)
    weights.append(sum(value.size for value in net.values()))
    ahead.append(seconds(lambda: forward_deep(inputs, net, names), 20))
    back.append(seconds(lambda: backward_deep(cache, labels, net, names), 20))
    apart.append(seconds(lambda: differences(net, inputs, labels, names), 1))

# %%
print("weights   forward ms   backward ms   differences ms   differences / backward")
for n, f, b, d in zip(weights, ahead, back, apart):
    print(f"{n:7} {1000 * f:12.3f} {1000 * b:13.3f} {1000 * d:16.1f} {d / b:24.0f}")

# %%
show(draw_cost(weights, {"finite differences": apart, "backward": back, "forward": ahead}),
     alt="Seconds against the number of weights and biases, both in powers of ten. Forward and "
         "backward lie close together and nearly flat. Finite differences lie far above them "
         "and rise steadily with the number of weights.")

# %% [markdown]
# The last column of the table grows like the first. A backward pass costs about as much as a forward pass or two,
# whatever the number of weights. Finite differences cost two forward passes *for each* of them. With a million weights,
# which is a small network today, that is a hundredth of a second or so against hours, for a single step.
#
# That is what the $\Delta$s are for. Finite differences keep their place as what you check a derivation with, on a
# small network.

# %% [markdown]
# ### A question in words
#
# A backward pass gives a million gradients for the price of about two forward passes. What does it use that finite
# differences throw away, and what does it have to pay for it?
#
# <!-- ### BEGIN SOLUTION -->
# Every gradient below a layer passes through the same $\Delta$ of that layer; the backward pass computes it once and
# uses it for all of them, and so it goes from layer to layer. Finite differences run the whole network anew for each
# weight, though most of what happens is the same each time. The price is memory: the values of the forward pass,
# $x, z_1, h_1, \dots, p$, have to be kept until the backward pass has used them. That is what the cache is.
# <!-- ### END SOLUTION -->

# %% [markdown]
# ## What you have now
#
# Four formulas that give every gradient of a network of any depth, for any batch, checked against a method that knows
# nothing of them. In the ten-layer network the gradients of the first layers came out much smaller than those of the
# last. **Lesson 5** asks why, and what the first weights have to do with it. **Lesson 6** trains a network on real
# images with your functions.
