"""What a child sends is data: nothing in it may make the supervisor run, read or allocate what it should not."""

import numpy as np
import pytest

from grader.autograder.files import may_be_kept, write
from grader.autograder.inside import wire


def generator_message(name, change):
    """A message that holds a generator whose state was made up."""
    generator = np.random.Generator(getattr(np.random, name)(1))
    encoder = wire.Encoder()
    tree = encoder.encode(generator)
    state = dict(tree["g"][1]["d"])
    change(state)
    tree["g"][1]["d"] = [[key, value] for key, value in state.items()]
    return tree, b"".join(encoder.blobs)


def test_a_generator_arrives_as_it_was():
    tree, blob = generator_message("PCG64", lambda state: None)
    assert wire.Decoder(blob).decode(tree).normal() == np.random.Generator(np.random.PCG64(1)).normal()


@pytest.mark.parametrize("name", ["MT19937", "Philox", "SFC64", "SeedSequence", "__builtins__"])
def test_a_generator_that_could_read_beyond_its_state_is_refused(name):
    """NumPy takes MT19937's position unchecked: drawing from it would end the supervisor, and the class's grades."""
    with pytest.raises(wire.WireError):
        wire.Decoder(b"").decode({"g": [name, {"d": []}]})


@pytest.mark.parametrize("body", [["f8," * 10, [1]], ["O", [1]], ["(9,9)f8", [1]], ["<f8", [0, 10**15]], ["|b1", [5_000_000]]])
def test_arrays_that_no_answer_is_are_refused(body):
    with pytest.raises(wire.WireError):
        wire.Decoder(bytes(6_000_000)).decode({"a": body})


@pytest.mark.parametrize("name, kept", [
    ("notes.txt", True), ("data/digits.csv", True), ("01.ipynb", False), ("02.ipynb/x", False), ("a/timestamp.txt", False),
    ("/".join("a" * 30), False), ("a" * 300, False)])
def test_only_names_that_stand_in_nobodys_way_are_kept(name, kept):
    assert may_be_kept(name) is kept


def test_a_file_in_the_way_of_a_folder_costs_only_itself(tmp_path):
    write(tmp_path, {"a": b"1", "a/b": b"2", "c/d": b"3", "c": b"4", "e": b"5"})
    assert (tmp_path / "a").read_bytes() == b"1" and (tmp_path / "c" / "d").read_bytes() == b"3"
    assert (tmp_path / "e").read_bytes() == b"5"
